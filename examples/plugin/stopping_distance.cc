// How far does a car roll at a given speed? A straight line through fifty measurements.
//
//   f(x) = mean over cars of 1/2 (x[0] + x[1] u - v)^2
//   u = (speed - 15) / 10,   v = distance / 100
//
// Two parameters, each a block; fifty samples (or those of a file), so that a run can take batches.
// The start is drawn from a normal distribution of width `initial_scale`. The minimum is the line
// of least squares, computed in `facts` from the means. Data: cars.h.

#include <cmath>
#include <fstream>
#include <optional>
#include <vector>

#include "cars.h"
#include "descend/numerics/random.h"
#include "example.h"

namespace example {
namespace {

using namespace descend;

struct StoppingDistanceOptions {
  double initial_scale = 1;
  // A file is an option of this type: its content is then part of a run's id, and a file that is
  // not there is bad input.
  std::optional<File> data;
};

std::vector<Car> read_cars(const std::optional<File>& data) {
  if (!data) return {std::begin(kCars), std::end(kCars)};
  std::vector<Car> cars;
  std::ifstream file(data->path);
  for (Car car; file >> car.speed >> car.distance;) cars.push_back(car);
  if (!file.eof() || cars.size() < 2) {
    throw BadInput("stopping_distance: " + data->path +
                   " holds no two lines or more of a speed and a distance each");
  }
  return cars;
}

double u_of(const Car& car) { return (car.speed - 15) / 10; }
double v_of(const Car& car) { return car.distance / 100; }

template <typename Scalar>
class StoppingDistance final : public Problem<Scalar> {
 public:
  explicit StoppingDistance(const StoppingDistanceOptions& options)
      : options_(options), cars_(read_cars(options.data)) {
    layout_.add("intercept", 1);
    layout_.add("slope", 1);
  }

  const Layout& layout() const override { return layout_; }
  Index sample_count() const override { return std::ssize(cars_); }

  void start(std::uint64_t seed, VectorRef<Scalar> x0) override {
    Random random(seed, "start");
    for (Index i = 0; i < 2; ++i) x0[i] = Scalar(options_.initial_scale * random.normal());
  }

  double value(ConstVectorRef<Scalar> x, const Batch& batch) override {
    return evaluate(x, batch).loss;
  }

  double value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                            VectorRef<Scalar> gradient) override {
    const Sums sums = evaluate(x, batch);
    gradient[0] = Scalar(sums.intercept);
    gradient[1] = Scalar(sums.slope);
    return sums.loss;
  }

  std::vector<std::string> metric_names() const override { return {"error_feet"}; }
  /// The root of the mean squared error.
  void metrics(ConstVectorRef<Scalar> x, std::span<double> out) override {
    out[0] = 100 * std::sqrt(2 * evaluate(x, {}).loss);
  }

  Facts facts() const override {
    const double count = static_cast<double>(cars_.size());
    double u = 0, v = 0, uu = 0, uv = 0;
    for (const Car& car : cars_) u += u_of(car) / count, v += v_of(car) / count;
    for (const Car& car : cars_) {
      uu += (u_of(car) - u) * (u_of(car) - u);
      uv += (u_of(car) - u) * (v_of(car) - v);
    }
    const double slope = uv / uu, intercept = v - slope * u;
    double loss = 0;
    for (const Car& car : cars_) {
      const double error = intercept + slope * u_of(car) - v_of(car);
      loss += error * error / (2 * count);
    }
    Facts facts;
    facts.minima = {{.x = {intercept, slope}, .loss = loss}};
    facts.tolerance = 1e-6;
    return facts;
  }

  std::vector<Column> drawing() const override {
    Column speed{"speed", {}}, distance{"distance", {}};
    for (const Car& car : cars_) {
      speed.values.push_back(car.speed);
      distance.values.push_back(car.distance);
    }
    return {speed, distance};
  }

 private:
  struct Sums {
    double loss = 0, intercept = 0, slope = 0;
  };

  // Means over the batch, in double whatever Scalar is, sample after sample: the same bits always.
  Sums evaluate(ConstVectorRef<Scalar> x, const Batch& batch) const {
    Sums sums;
    const Index count = std::ssize(batch.samples) == 0 ? sample_count() : std::ssize(batch.samples);
    for (Index i = 0; i < count; ++i) {
      const Car& car =
          cars_[static_cast<std::size_t>(batch.samples.empty() ? i : batch.samples[i])];
      const double error = double(x[0]) + double(x[1]) * u_of(car) - v_of(car);
      sums.loss += error * error / 2;
      sums.intercept += error;
      sums.slope += error * u_of(car);
    }
    const double share = 1.0 / static_cast<double>(count);
    return {sums.loss * share, sums.intercept * share, sums.slope * share};
  }

  const StoppingDistanceOptions& options_;
  std::vector<Car> cars_;
  Layout layout_;
};

}  // namespace

void add_stopping_distance(Registry& registry) {
  add_problem<StoppingDistance, float, double>(
      registry,
      {.info = {.name = "stopping_distance",
                .summary = "a line through the stopping distances of fifty cars",
                .formula = "f(x) = mean over cars of 1/2 (x[0] + x[1] u - v)^2\n"
                           "u = (speed - 15) / 10,  v = distance / 100",
                .source = "M. Ezekiel, Methods of Correlation Analysis, 1930",
                .family = "regression"},
       .default_steps = 500},
      OptionTable<StoppingDistanceOptions>{
          {"initial_scale", &StoppingDistanceOptions::initial_scale, non_negative(),
           "width of the distribution that the start is drawn from", Fixed::yes},
          {"data", &StoppingDistanceOptions::data,
           "a file with a speed and a distance in each line; null: Ezekiel's cars"}});
}

}  // namespace example
