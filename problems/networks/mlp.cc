// A multilayer perceptron of any shape on generated data, for rules that want matrices and batches.
//
//   z1 = weights1 x + biases1,  h1 = max(0, z1),  …,  p = softmax(zL)
//   f = mean over samples of -log p[class] = log(sum of exp(zL)) - zL[class]
//
// Data: each class has a centre, normal with standard deviation separation / sqrt(inputs) in each
// input; a sample is its class's centre plus standard normal noise / sqrt(inputs), classes in turn.
// The held-out samples have the same centres. Start: weights normal with standard deviation
// initial_scale sqrt(2 / inputs of the layer), biases 0. Blocks weights1 (units x inputs), biases1,
// weights2, … Minimum: unknown.
// Source: K. He, X. Zhang, S. Ren and J. Sun, Delving deep into rectifiers, 2015, equation 10 (the
// start); D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning representations by
// back-propagating errors, 1986.

#include <fmt/format.h>

#include "descend/numerics/random.h"
#include "problems/all.h"
#include "problems/networks/dense_network.h"

namespace descend {
namespace {

struct MlpOptions {
  std::int64_t samples = 1024;
  std::int64_t inputs = 64;
  std::int64_t classes = 10;
  std::vector<std::int64_t> hidden = {64};
  double separation = 3;
  double initial_scale = 1;
};

template <typename Scalar>
class Mlp final : public Problem<Scalar> {
 public:
  explicit Mlp(const MlpOptions& options)
      : options_(options),
        sizes_(layer_sizes(options.inputs, options.hidden, options.classes)),
        layout_(dense_layout(sizes_)) {
    if (options.classes > options.samples) {
      throw BadInput(
          fmt::format("mlp: classes is {}, but samples is {}: there must be at least as "
                      "many samples as classes",
                      options.classes, options.samples));
    }
  }

  const Layout& layout() const override { return layout_; }

  void start(std::uint64_t seed, VectorRef<Scalar> x0) override {
    Random centre_stream(seed, "mlp centres"), training(seed, "mlp samples"),
        validation(seed, "mlp validation samples"), weights(seed, "mlp weights");
    std::vector<double> centres(options_.classes * options_.inputs);
    for (double& centre : centres) centre = options_.separation * centre_stream.normal();
    training_ = draw_samples(centres, training);
    validation_ = draw_samples(centres, validation);
    x0.setZero();
    for (const Block& block : layout_.blocks) {
      if (block.role != Role::matrix) continue;
      const double scale =
          options_.initial_scale * std::sqrt(2.0 / static_cast<double>(block.cols));
      for (Index i = 0; i < block.size(); ++i) {
        x0[block.offset + i] = static_cast<Scalar>(scale * weights.normal());
      }
    }
    network_ = make_dense_network<Scalar>(sizes_, sample_count());
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

  Index sample_count() const override { return options_.samples; }

  Facts facts() const override {
    Facts facts;
    facts.lower_bound = 0;
    facts.learning_rate = 0.1;
    return facts;
  }

  std::vector<std::string> metric_names() const override {
    return {"accuracy", "validation_loss", "validation_accuracy"};
  }

  void metrics(ConstVectorRef<Scalar> x, std::span<double> out) override {
    out[0] = network_->accuracy(x.data(), training_);
    out[1] = network_->loss(x.data(), validation_, {});
    out[2] = network_->accuracy(x.data(), validation_);
  }

 private:
  Samples<Scalar> draw_samples(const std::vector<double>& centres, Random& random) const {
    Samples<Scalar> samples;
    samples.inputs = options_.inputs;
    const double scale = 1 / std::sqrt(static_cast<double>(options_.inputs));
    samples.x.reserve(static_cast<std::size_t>(options_.samples * options_.inputs));
    for (Index s = 0; s < options_.samples; ++s) {
      const Index right = s % options_.classes;
      for (Index k = 0; k < options_.inputs; ++k) {
        const double x = centres[right * options_.inputs + k] + random.normal();
        samples.x.push_back(static_cast<Scalar>(scale * x));
      }
      samples.classes.push_back(static_cast<int>(right));
    }
    return samples;
  }

  const MlpOptions& options_;
  LayerSizes sizes_;
  Layout layout_;
  Samples<Scalar> training_, validation_;
  std::unique_ptr<Classifier<Scalar>> network_;
};

}  // namespace

void add_mlp(Registry& registry) {
  using Options = MlpOptions;
  add_problem<Mlp, float, double>(
      registry,
      {.info = {.name = "mlp",
                .summary = "a multilayer perceptron that sorts points around random centres",
                .formula = "f = mean of -log(softmax(weights2 max(0, weights1 x + biases1) + "
                           "biases2)[class])\n"
                           "sample = (separation normal of its class + normal) / sqrt(inputs)\n"
                           "start: weights initial_scale sqrt(2 / inputs of the layer) normal, "
                           "biases 0",
                .source = "D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning "
                          "representations by back-propagating errors, 1986; start: K. He and "
                          "others, Delving deep into rectifiers, 2015",
                .family = "network"},
       .default_precision = "float32"},
      OptionTable<Options>{
          {"samples", &Options::samples, between(1, 1e7), "training samples, and as many held out",
           Fixed::yes},
          {"inputs", &Options::inputs, between(1, 1e5), "numbers a sample", Fixed::yes},
          {"classes", &Options::classes, between(2, 1e5), "classes, equally many samples of each",
           Fixed::yes},
          {"hidden", &Options::hidden, between(1, 1e5), "units of each hidden layer; []: none",
           Fixed::yes},
          {"separation", &Options::separation, non_negative(),
           "distance of the classes in units of the noise, up to sqrt(2)", Fixed::yes},
          {"initial_scale", &Options::initial_scale, non_negative(),
           "first weights in units of He's", Fixed::yes}});
}

}  // namespace descend
