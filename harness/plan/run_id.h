/// What tells runs apart: their ids, and the seeds of rules that draw random numbers.
///
/// Both are hashes of settings. An option of a plugin, or of an experiment, that is added after ids
/// were first given is left out of them where it has its default value, so that stored results keep
/// their names. What cannot change a result is never in them: labels, the spelling of a request,
/// how many runs are made at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/registry/registry.h"
#include "results/files/hash.h"
#include "results/record/run_settings.h"

namespace descend {

struct Identity {
  /// Of all that determines the result.
  Digest digest;
  /// Of what the random numbers of a rule may depend on, and of nothing that only says how long a
  /// run goes on or what is recorded of it. Below 2^53.
  std::uint64_t optimizer_seed = 0;
};

/// `inputs`: the builds of its plugins, and the hashes of the files that it reads.
Identity identity_of(const RunSettings& settings, const std::vector<std::string>& inputs,
                     const ProgramRegistry& registry);

/// "run-" and the digest's digits.
std::string run_id(const Digest& digest);

/// The digest in an id; nothing where it is no id.
std::optional<Digest> digest_in_id(std::string_view id);

/// Whether ids have this option of a plugin whatever its value: those that were there when ids were
/// first given.
bool is_always_in_ids(std::string_view plugin, std::string_view option);

}  // namespace descend
