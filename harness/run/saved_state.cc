#include "harness/run/saved_state.h"

#include <fmt/format.h>

#include <cstring>
#include <stdexcept>

namespace descend {

bool NamingVisitor::enter(std::string_view name) {
  lengths_.push_back(prefix_.size());
  prefix_ += std::string(name) + ".";
  return true;
}

void NamingVisitor::leave() {
  prefix_.resize(lengths_.back());
  lengths_.pop_back();
}

void SaveState::piece(std::string_view name, StatePiece piece) {
  saved.push_back({full_name(name), std::string(piece.type), piece.rows, piece.cols,
                   std::string(static_cast<const char*>(piece.data), piece.bytes())});
}

void RestoreState::piece(std::string_view name, StatePiece piece) {
  const std::string full = full_name(name);
  if (next_ == saved_.size()) throw std::logic_error(full + " was not saved");
  const SavedPiece& source = saved_[next_++];
  if (source.name != full || source.type != piece.type) {
    throw std::logic_error(fmt::format("{} of {} is asked for where {} of {} was saved", full,
                                       piece.type, source.name, source.type));
  }
  const bool sized = piece.use != StatePiece::kept;
  if ((sized && piece.size() != source.rows * source.cols) ||
      !piece.resize(source.rows, source.cols)) {
    throw std::logic_error(fmt::format("{} is of size {} x {}, but {} x {} was saved", full,
                                       piece.rows, piece.cols, source.rows, source.cols));
  }
  if (!source.bytes.empty()) std::memcpy(piece.data, source.bytes.data(), source.bytes.size());
}

void RestoreState::finish() const {
  if (next_ < saved_.size()) {
    throw std::logic_error(saved_[next_].name + " was saved and is not asked for");
  }
}

}  // namespace descend
