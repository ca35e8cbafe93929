/// State copied out of an object, and put back into another one.
#pragma once

#include <string>
#include <vector>

#include "descend/state.h"

namespace descend {

struct SavedPiece {
  /// With the names of the objects that it is nested in: "base.velocity".
  std::string name;
  std::string type;
  Index rows, cols;
  std::string bytes;

  bool operator==(const SavedPiece&) const = default;
};

/// In the order in which the object shows them.
using SavedState = std::vector<SavedPiece>;

/// Puts the names of nested objects before those of their pieces.
class NamingVisitor : public StateVisitor {
 protected:
  std::string full_name(std::string_view name) const { return prefix_ + std::string(name); }

 private:
  bool enter(std::string_view name) override;
  void leave() override;

  std::string prefix_;
  std::vector<std::size_t> lengths_;
};

class SaveState final : public NamingVisitor {
 public:
  SavedState saved;

 private:
  void piece(std::string_view name, StatePiece piece) override;
};

/// Throws std::logic_error, with the name of the piece, where the object shows another one than was
/// saved, or one of another type or size.
class RestoreState final : public NamingVisitor {
 public:
  explicit RestoreState(const SavedState& saved) : saved_(saved) {}
  /// Whether all pieces have found their place.
  void finish() const;

 private:
  void piece(std::string_view name, StatePiece piece) override;

  const SavedState& saved_;
  std::size_t next_ = 0;
};

template <typename Object>
SavedState save_state(Object& object) {
  SaveState save;
  object.state(save);
  return std::move(save.saved);
}

/// The object has been started as the one was whose state is put into it.
template <typename Object>
void restore_state(Object& object, const SavedState& saved) {
  RestoreState restore(saved);
  object.state(restore);
  restore.finish();
}

}  // namespace descend
