#include "harness/judge/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace descend {
namespace {

// Below these shares of its largest value a gradient norm or a rate has vanished.
constexpr double kVanishedGradient = 1e-3;
constexpr double kVanishedRate = 0.05;

class Explanation {
 public:
  Explanation(const Finding& finding, const Outcome& outcome, const Facts& facts,
              const Situation& situation)
      : finding_(finding), outcome_(outcome), facts_(facts), situation_(situation) {}

  std::string text() const {
    switch (finding_.verdict) {
      case Verdict::diverged:
        return diverged();
      case Verdict::left_domain:
        return left_domain();
      case Verdict::unknown:
        return fmt::format("{} {} too few to say more", finding_.window,
                           situation_.epochs ? (finding_.window == 1 ? "epoch is" : "epochs are")
                                             : (finding_.window == 1 ? "state is" : "states are"));
      case Verdict::stalled:
      case Verdict::stationary:
        return standing();
      case Verdict::fitted:
        return fmt::format(
            "every training sample is right, and the loss is {:.3g}, {:.3g} % of the "
            "{:.5g} at the start",
            situation_.last.loss, 100 * situation_.last.loss / finding_.start_loss,
            finding_.start_loss);
      case Verdict::diverging:
        return fmt::format(
            "the loss rises from quarter to quarter of {}, above the {:.5g} at the "
            "start: {}",
            newest(), finding_.start_loss, change());
      case Verdict::worse_than_start:
        return fmt::format("the loss was {:.5g} at the start: {}{}", finding_.start_loss, change(),
                           situation_.remark.empty() ? "" : "; " + situation_.remark);
      case Verdict::global_minimum:
      case Verdict::local_minimum:
        return at_minimum();
      case Verdict::oscillating:
        return oscillating();
      case Verdict::descending:
        return descending();
    }
    return {};
  }

 private:
  // "the local minimum at x = -1.19 (index 2)".
  std::string place() const {
    const Index index = *finding_.minimum;
    if (is_global(facts_, index)) return "the global minimum";
    const std::vector<double>& x = facts_.minima[static_cast<std::size_t>(index)].x;
    constexpr std::size_t kShown = 8;
    std::string point;
    for (std::size_t i = 0; i < std::min(x.size(), kShown); ++i) {
      point += fmt::format("{}{:.3g}", i > 0 ? ", " : "", x[i]);
    }
    if (x.size() > kShown) point += ", …";
    return fmt::format("the local minimum at x = {} (index {})",
                       x.size() == 1 ? point : "(" + point + ")", index);
  }

  // "reached the global minimum at step 8", or nothing.
  std::string reached() const {
    if (!finding_.minimum || !outcome_.reached_step) return {};
    return fmt::format("reached {} at step {}", place(), *outcome_.reached_step);
  }

  std::string newest() const {
    return fmt::format("the newest {} {}", finding_.window,
                       situation_.epochs ? "epochs" : "states");
  }

  std::string change() const {
    return fmt::format("{} loss {:.5g}, then {:.5g} in the halves of {}",
                       situation_.landscape ? "mean" : "median", finding_.older_loss,
                       finding_.newer_loss, newest());
  }

  std::string diverged() const {
    const Index step = *outcome_.diverged_step;
    std::string text;
    if (!std::isfinite(situation_.last.loss)) {
      text = fmt::format("the loss became non-finite at step {}", step);
    } else if (!std::isfinite(situation_.last.gradient_norm)) {
      text = fmt::format("the gradient became non-finite at step {}", step);
    } else if (!std::isfinite(situation_.last.low_x) || !std::isfinite(situation_.last.high_x)) {
      text = fmt::format("a parameter became non-finite at step {}", step);
    } else {
      text = fmt::format("the loss passed the bound {:g} at step {}",
                         std::copysign(situation_.loss_bound, situation_.last.loss), step);
    }
    if (const auto start = outcome_.explosion_start_step) {
      text += fmt::format("; loss and gradient grew at every step from step {} on", *start);
    }
    return text;
  }

  std::string left_domain() const {
    const Index step = *outcome_.left_domain_step;
    const RunState<double>& last = situation_.last;
    const Interval allowed = allowed_bounds(facts_);
    if (allowed.low <= last.low_x && last.high_x <= allowed.high) {
      return fmt::format("left the domain at step {} and was outside in {:.0f} % of {}", step,
                         100 * finding_.outside, newest());
    }
    if (facts_.domain.size() == 1) {
      return fmt::format("left the domain [{:g}, {:g}] at step {}; the last state is x = {:.4g}",
                         facts_.domain[0].low, facts_.domain[0].high, step, last.low_x);
    }
    return fmt::format("left the domain at step {}; a parameter of the last state is {:.4g} {} it",
                       step, std::max(-last.low_x, last.high_x),
                       last.high_x > -last.low_x ? "above" : "below");
  }

  std::string at_minimum() const {
    const std::string text = reached();
    if (text.empty())
      return fmt::format("within {:g} of the loss of {}", facts_.tolerance, place());
    if (finding_.pattern == Pattern::settled) return text + " and settled";
    if (finding_.pattern == Pattern::closing_in) {
      return text + fmt::format(" and closes in on it, lately over {:.2g} in x", finding_.width());
    }
    return text + fmt::format(" and is within {:g} of its loss", facts_.tolerance);
  }

  std::string oscillating() const {
    const std::string text = reached();
    switch (finding_.pattern) {
      case Pattern::swinging:
        if (!text.empty()) {
          return text + fmt::format(", oscillates about it over {:.3g} in x", finding_.width());
        }
        return fmt::format("oscillates about {} over {:.3g} in x, not within {:g} of its loss",
                           place(), finding_.width(), facts_.tolerance);
      case Pattern::crossing:
        return fmt::format("wanders across basins: lately x went from {:.3g} to {:.3g}",
                           finding_.low, finding_.high);
      case Pattern::reversing:
        return fmt::format(
            "the loss stands at {:.5g}, because updates lead to and fro: {:.0f} % of "
            "them reverse the one before",
            situation_.last.loss, 100 * finding_.reversals);
      case Pattern::rising:
        return (text.empty() ? "" : text + ", but ") + "the loss rises: " + change();
      default:
        return fmt::format(
            "the loss bounces between {:.4g} and {:.4g} in nine tenths of {}, with little net "
            "descent",
            finding_.low, finding_.high, newest());
    }
  }

  std::string descending() const {
    std::string text = reached();
    if (!text.empty()) text += " and left it again, ";
    if (finding_.pattern == Pattern::too_slow) {
      return text + "the loss falls, but too slowly: " + change();
    }
    if (finding_.pattern == Pattern::closing_in) {
      return fmt::format("swings ever closer about {}, not yet within {:g} of its loss: {}",
                         place(), facts_.tolerance, change());
    }
    return text + "the loss is still falling: " + change();
  }

  std::string standing() const {
    if (finding_.pattern == Pattern::settled) return "the optimizer found the state stationary";
    std::string text;
    if (situation_.landscape) {
      text = fmt::format("x stands still at {:.4g}", situation_.last.low_x);
      if (finding_.minimum) {
        const double minimum = facts_.minima[static_cast<std::size_t>(*finding_.minimum)].loss;
        text += fmt::format(", its loss {:.3g} above {}", situation_.last.loss - minimum, place());
      }
    } else {
      text = fmt::format("the loss stays between {:.5g} and {:.5g} in nine tenths of {}",
                         finding_.low, finding_.high, newest());
    }
    return text + ": " + what_vanished();
  }

  std::string what_vanished() const {
    const double gradient =
        std::isnan(finding_.gradient) ? situation_.last.gradient_norm : finding_.gradient;
    // A gradient that was zero all along has vanished as well.
    const bool gradient_vanished = gradient <= kVanishedGradient * situation_.largest_gradient;
    const bool rate_vanished =
        situation_.last.learning_rate <= kVanishedRate * situation_.largest_rate;
    const std::string gradient_text = share("gradient norm", gradient, situation_.largest_gradient);
    const std::string rate_text =
        std::isnan(situation_.last.learning_rate)
            ? ""
            : share("learning rate", situation_.last.learning_rate, situation_.largest_rate);
    const std::string both = rate_text.empty() ? gradient_text : gradient_text + ", " + rate_text;
    if (rate_vanished) return fmt::format("the learning rate has vanished ({})", both);
    if (gradient_vanished) return fmt::format("the gradient has vanished ({})", both);
    return fmt::format("a plateau, or steps too short to leave it ({})", both);
  }

  static std::string share(const char* what, double value, double largest) {
    if (!(largest > 0)) return fmt::format("{} {:.3g}", what, value);
    return fmt::format("{} {:.3g}, {:.3g} % of its largest", what, value, 100 * value / largest);
  }

  const Finding& finding_;
  const Outcome& outcome_;
  const Facts& facts_;
  const Situation& situation_;
};

}  // namespace

std::string explain(const Finding& finding, const Outcome& outcome, const Facts& facts,
                    const Situation& situation) {
  return Explanation(finding, outcome, facts, situation).text();
}

}  // namespace descend
