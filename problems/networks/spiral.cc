// The article's network on the article's data: a spiral of several classes in the plane, dense
// layers with ReLU, softmax, cross-entropy.
//
//   z1 = weights1 x + biases1,  h1 = max(0, z1),  …,  p = softmax(zL)
//   f = mean over samples of -log p[class] = log(sum of exp(zL)) - zL[class]
//
// `arithmetic=article` prints the article's loss: -log of p[class] clipped to [1e-7, 1 - 1e-7]. Its
// gradient is, as in the article, that of the loss without clipping.
//
// Dimension: (2 + 1) hidden + (hidden + 1) classes, 387 by default; blocks weights1 (hidden x 2),
// biases1, weights2 (classes x hidden), biases2, and so on with more hidden layers; with none the
// classes are separated by straight lines. Start: weights initial_scale * normal, biases 0.
// Minimum: unknown; a network that always answers "all equally likely" has loss log(classes).
// Source: the article "Optimizers" and the book it comes from, H. Kinsley and D. Kukiela, Neural
// Networks from Scratch in Python, 2020; the data after A. Karpathy, CS231n, 2015.

#include <fmt/format.h>

#include "problems/all.h"
#include "problems/networks/article_network.h"
#include "problems/networks/dense_network.h"
#include "problems/networks/spiral_data.h"

namespace descend {
namespace {

struct SpiralOptions {
  std::int64_t samples = 100;
  std::int64_t classes = 3;
  std::vector<std::int64_t> hidden = {64};
  double initial_scale = 0.01;
  std::string arithmetic = "fast";
  std::optional<std::int64_t> data_seed;
  std::optional<std::int64_t> weight_seed;
};

void validate(const SpiralOptions& options, bool float32) {
  if (options.classes > options.samples) {
    throw BadInput(
        fmt::format("spiral: classes is {}, but samples is {}: there must be at least as "
                    "many samples (points on each arm) as classes (arms)",
                    options.classes, options.samples));
  }
  if (options.arithmetic == "article" && !float32) {
    throw BadInput(
        "spiral: arithmetic is article, but precision is float64: the article computes "
        "in float32 (allowed: precision float32, or arithmetic fast)");
  }
}

template <typename Scalar>
Samples<Scalar> cast(const Samples<float>& samples) {
  return {samples.inputs, {samples.x.begin(), samples.x.end()}, samples.classes};
}

template <typename Scalar>
class Spiral final : public Problem<Scalar> {
 public:
  explicit Spiral(const SpiralOptions& options)
      : options_(options),
        sizes_(layer_sizes(2, options.hidden, options.classes)),
        layout_(dense_layout(sizes_)) {
    validate(options, std::is_same_v<Scalar, float>);
  }

  const Layout& layout() const override { return layout_; }

  void start(std::uint64_t seed, VectorRef<Scalar> x0) override {
    const std::uint64_t data_seed = options_.data_seed.value_or(seed);
    ArticleRandom training(data_seed), validation(data_seed + 1);
    training_ = cast<Scalar>(spiral_data(options_.samples, options_.classes, training));
    validation_ = cast<Scalar>(spiral_data(options_.samples, options_.classes, validation));
    draw_weights(options_.weight_seed.value_or(seed), x0);
    network_ = make_network();
  }

  double value(ConstVectorRef<Scalar> x, const Batch& batch) override {
    return network_->loss(x.data(), training_, batch.samples);
  }

  double value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                            VectorRef<Scalar> gradient) override {
    return network_->loss_and_gradient(x.data(), training_, batch.samples, gradient.data());
  }

  std::string remark(ConstVectorRef<Scalar> x) override {
    return firing_text(*network_, sizes_, x.data(), training_);
  }

  Index sample_count() const override { return options_.samples * options_.classes; }

  Facts facts() const override {
    Facts facts;
    facts.lower_bound = 0;
    facts.learning_rate = 1;
    return facts;
  }

  bool uses_seed() const override { return !(options_.data_seed && options_.weight_seed); }

  std::vector<std::string> metric_names() const override {
    return {"accuracy", "validation_loss", "validation_accuracy"};
  }

  void metrics(ConstVectorRef<Scalar> x, std::span<double> out) override {
    out[0] = network_->accuracy(x.data(), training_);
    out[1] = network_->loss(x.data(), validation_, {});
    out[2] = network_->accuracy(x.data(), validation_);
  }

  /// The points, each with its class, of both spirals.
  std::vector<Column> drawing() const override {
    std::vector<Column> columns;
    for (const auto& [name, samples] :
         {std::pair{"point_", &training_}, std::pair{"validation_", &validation_}}) {
      Column x0{std::string(name) + "x0", {}}, x1{std::string(name) + "x1", {}};
      for (Index s = 0; s < samples->count(); ++s) {
        x0.values.push_back(samples->x[2 * s]);
        x1.values.push_back(samples->x[2 * s + 1]);
      }
      columns.push_back(std::move(x0));
      columns.push_back(std::move(x1));
      columns.push_back(
          {std::string(name) + "class", {samples->classes.begin(), samples->classes.end()}});
    }
    return columns;
  }

 private:
  /// The article draws its weights from the stream that its data came from, layer by layer.
  void draw_weights(std::uint64_t seed, VectorRef<Scalar> x0) const {
    ArticleRandom random(seed);
    for (Index i = 0; i < sample_count(); ++i) random.normal();
    const float scale = static_cast<float>(options_.initial_scale);
    x0.setZero();
    for (const Block& block : layout_.blocks) {
      if (block.role != Role::matrix) continue;
      for (Index i = 0; i < block.size(); ++i) {
        x0[block.offset + i] = static_cast<Scalar>(scale * static_cast<float>(random.normal()));
      }
    }
  }

  std::unique_ptr<Classifier<Scalar>> make_network() const {
    if constexpr (std::is_same_v<Scalar, float>) {
      if (options_.arithmetic == "article") return make_article_network(sizes_, sample_count());
    }
    return make_dense_network<Scalar>(sizes_, sample_count());
  }

  const SpiralOptions& options_;
  LayerSizes sizes_;
  Layout layout_;
  Samples<Scalar> training_, validation_;
  std::unique_ptr<Classifier<Scalar>> network_;
};

}  // namespace

void add_spiral(Registry& registry) {
  const Range seeds = between(0, 9007199254740991);
  add_problem<Spiral, float, double>(
      registry,
      {.info = {.name = "spiral",
                .summary = "the article's network: which arm of a spiral a point lies on",
                .formula = "f = mean of -log(softmax(weights2 max(0, weights1 x + biases1) + "
                           "biases2)[class])\n"
                           "start: weights initial_scale normal, biases 0\n"
                           "arithmetic=article: the probability is clipped to [1e-7, 1 - 1e-7] in "
                           "f, not in its gradient",
                .source = "the article \"Optimizers\"; H. Kinsley and D. Kukiela, Neural Networks "
                          "from Scratch in Python, 2020",
                .family = "network"},
       .default_steps = 10000,
       .default_precision = "float32"},
      OptionTable<SpiralOptions>{
          {"samples", &SpiralOptions::samples, between(1, 1e6), "points on each arm", Fixed::yes},
          {"classes", &SpiralOptions::classes, between(2, 1000), "arms of the spiral", Fixed::yes},
          {"hidden", &SpiralOptions::hidden, between(1, 1e5),
           "units of each hidden layer; []: none", Fixed::yes},
          {"initial_scale", &SpiralOptions::initial_scale, non_negative(),
           "standard deviation of the first weights", Fixed::yes},
          {"arithmetic",
           &SpiralOptions::arithmetic,
           {"fast", "article"},
           "fast, or bit for bit what the article's NumPy computes (float32 only)",
           Fixed::yes},
          {"data_seed", &SpiralOptions::data_seed, seeds, "seed of the points; null: the run's",
           Fixed::yes},
          {"weight_seed", &SpiralOptions::weight_seed, seeds,
           "seed of the first weights; null: the run's", Fixed::yes}});
}

}  // namespace descend
