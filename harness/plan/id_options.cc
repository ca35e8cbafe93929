// The options that plugins had when ids were first given. Nothing is added here: later options are
// in an id where they differ from their default.

#include <algorithm>
#include <iterator>

#include "harness/plan/run_id.h"

namespace descend {
namespace {

struct FirstOptions {
  std::string_view plugin;
  std::string_view options;
};

constexpr FirstOptions kFirstOptions[] = {
    // optimizers
    {"adadelta", "learning_rate rho epsilon weight_decay clip_norm clip_value"},
    {"adafactor",
     "learning_rate beta2_decay epsilon1 epsilon2 clip_threshold weight_decay clip_norm "
     "clip_value"},
    {"adagrad",
     "learning_rate epsilon initial_accumulator convention weight_decay clip_norm clip_value"},
    {"adam", "learning_rate beta1 beta2 epsilon convention weight_decay clip_norm clip_value"},
    {"adamax", "learning_rate beta1 beta2 epsilon weight_decay clip_norm clip_value"},
    {"adamw", "learning_rate beta1 beta2 epsilon weight_decay clip_norm clip_value"},
    {"adan",
     "learning_rate beta1 beta2 beta3 epsilon bias_correction weight_decay clip_norm clip_value"},
    {"amsgrad", "learning_rate beta1 beta2 epsilon weight_decay clip_norm clip_value"},
    {"decayed_sgd", "learning_rate weight_decay clip_norm clip_value"},
    {"lamb",
     "learning_rate beta1 beta2 epsilon trust_low trust_high weight_decay clip_norm clip_value"},
    {"lbfgs",
     "learning_rate history c1 c2 max_trials tolerance_gradient tolerance_change least_curvature"},
    {"lion", "learning_rate beta1 beta2 weight_decay clip_norm clip_value"},
    {"lookahead", "base k alpha"},
    {"momentum", "learning_rate momentum weight_decay clip_norm clip_value"},
    {"muon",
     "learning_rate momentum nesterov iterations vector_learning_rate vector_beta1 vector_beta2 "
     "vector_epsilon weight_decay clip_norm clip_value"},
    {"nadam", "learning_rate beta1 beta2 epsilon momentum_decay weight_decay clip_norm clip_value"},
    {"nesterov", "learning_rate momentum weight_decay clip_norm clip_value"},
    {"prodigy", "learning_rate beta1 beta2 epsilon d0 weight_decay clip_norm clip_value"},
    {"pytorch_momentum", "learning_rate momentum dampening weight_decay clip_norm clip_value"},
    {"radam", "learning_rate beta1 beta2 epsilon weight_decay clip_norm clip_value"},
    {"rmsprop",
     "learning_rate rho epsilon centered momentum convention weight_decay clip_norm clip_value"},
    {"rprop",
     "learning_rate eta_minus eta_plus step_min step_max weight_decay clip_norm clip_value"},
    {"sam", "base rho"},
    {"schedule_free_adamw", "learning_rate beta1 beta2 epsilon weight_decay clip_norm clip_value"},
    {"schedule_free_sgd", "learning_rate momentum weight_decay clip_norm clip_value"},
    {"sgd", "learning_rate weight_decay clip_norm clip_value"},
    {"shampoo",
     "learning_rate momentum epsilon interval max_size weight_decay clip_norm clip_value"},
    {"soap",
     "learning_rate beta1 beta2 epsilon interval max_size weight_decay clip_norm clip_value"},
    // schedules
    {"cosine", "period stretch min per"},
    {"exponential", "decay per"},
    {"inverse_time", "decay per"},
    {"linear", "start end total per"},
    {"one_cycle", "warmup div final_div shape total per"},
    {"polynomial", "power end total per"},
    {"reduce_on_plateau", "factor patience threshold min"},
    {"step_decay", "factor every per"},
    {"warmup", "steps from then per"},
    {"warmup_stable_decay", "warmup fall end shape total per"},
    // problems
    {"article_landscape", "start"},
    {"double_well", "start"},
    {"forrester", "start"},
    {"gramacy_lee", "start"},
    {"mlp", "samples inputs classes hidden separation initial_scale"},
    {"quadratic", "dimension condition spectrum eigenvalues rotated"},
    {"rastrigin_1d", "start"},
    {"rosenbrock", "dimension"},
    {"spiral", "samples classes hidden initial_scale arithmetic data_seed weight_seed"},
};

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != words.npos; at = words.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' '))
      return true;
  }
  return false;
}

}  // namespace

bool is_always_in_ids(std::string_view plugin, std::string_view option) {
  const auto* first = std::ranges::find(kFirstOptions, plugin, &FirstOptions::plugin);
  return first != std::end(kFirstOptions) && has_word(first->options, option);
}

}  // namespace descend
