#include "harness/run/saved_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <random>

#include "descend/numerics/random.h"

namespace descend {
namespace {

struct Inner {
  Vector<double> velocity;
  std::int64_t steps = 0;

  void state(StateVisitor& visit) {
    visit("velocity", velocity);
    visit.keep("steps", steps);
  }
};

/// One of everything that can be state.
struct Everything {
  Vector<float> like_x;
  Matrix<double> matrix;
  Lanes lanes = 0.0;
  Index count = 0;
  bool flag = false;
  double number = 0;
  std::string text;
  std::vector<double> list;
  std::array<std::uint32_t, 3> array{};
  Vector<Lanes> kept_vector;
  std::optional<double> maybe, nothing = 1.0;
  Random random{1, "state"};
  std::mt19937 engine;
  Inner inner;

  void state(StateVisitor& visit) {
    visit("like_x", like_x);
    visit("matrix", matrix);
    visit("lanes", lanes);
    visit("count", count);
    visit.keep("flag", flag);
    visit.keep("number", number);
    visit.keep("text", text);
    visit.keep("list", list);
    visit.keep("array", array);
    visit.keep("kept_vector", kept_vector);
    visit.keep("maybe", maybe);
    visit.keep("nothing", nothing);
    visit.keep("random", random);
    visit.keep("engine", engine);
    visit.keep("inner", inner);
  }
};

/// As a start would leave it.
Everything started() {
  Everything object;
  object.matrix.resize(2, 3);
  ZeroState zero(4);
  object.state(zero);
  object.inner.velocity.setZero(4);
  return object;
}

Everything used() {
  Everything object = started();
  object.like_x = Vector<float>::LinSpaced(4, 1, 2);
  object.matrix << 1, 2, 3, 4, 5, 6;
  object.lanes[3] = -7.5;
  object.count = 11;
  object.flag = true;
  object.number = kNaN;
  object.text = "two\nlines";
  object.list = {0.1, 0.2, 0.3};
  object.array = {1, 2, 3};
  object.kept_vector = Vector<Lanes>::Constant(2, Lanes(3.0));
  object.maybe = 2.5;
  object.nothing.reset();
  object.random.normal();  // one of a pair is kept back
  object.engine.discard(1000);
  object.inner.velocity.setConstant(9);
  object.inner.steps = 5;
  return object;
}

TEST(SavedState, GivesEverythingBack) {
  Everything one = used(), other = started();
  restore_state(other, save_state(one));
  EXPECT_EQ(other.like_x, one.like_x);
  EXPECT_EQ(other.matrix, one.matrix);
  EXPECT_EQ(std::as_const(other.lanes)[3], -7.5);
  EXPECT_EQ(other.count, 11);
  EXPECT_TRUE(other.flag);
  EXPECT_TRUE(std::isnan(other.number));
  EXPECT_EQ(other.text, "two\nlines");
  EXPECT_EQ(other.list, one.list);
  EXPECT_EQ(other.array, one.array);
  EXPECT_EQ(std::as_const(other.kept_vector)[1][15], 3.0);
  EXPECT_EQ(other.maybe, 2.5);
  EXPECT_EQ(other.nothing, std::nullopt);
  EXPECT_EQ(other.inner.velocity, one.inner.velocity);
  EXPECT_EQ(other.inner.steps, 5);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(other.random.normal(), one.random.normal());
    EXPECT_EQ(other.engine(), one.engine());
  }
  EXPECT_EQ(save_state(other), save_state(one));
}

TEST(SavedState, NamesPiecesTypesAndShapes) {
  Everything object = started();
  std::vector<std::string> lines;
  for (const SavedPiece& piece : save_state(object)) {
    lines.push_back(piece.name + " " + piece.type + " " + std::to_string(piece.rows) + "x" +
                    std::to_string(piece.cols));
  }
  EXPECT_THAT(lines, testing::IsSupersetOf(
                         {"like_x float32 4x1", "matrix float64 2x3", "lanes float64x16 1x1",
                          "count int64 1x1", "flag bool 1x1", "text text 0x1", "array uint32 3x1",
                          "maybe is set bool 1x1", "random.state uint64 4x1",
                          "inner.velocity float64 4x1", "inner.steps int64 1x1"}));
}

TEST(SavedState, RefusesAnotherObjectsStateByThePiecesName) {
  Everything object = started();
  const auto refused = [&](SavedState saved) -> std::string {
    try {
      restore_state(object, saved);
    } catch (const std::logic_error& error) {
      return error.what();
    }
    return "";
  };
  const SavedState saved = save_state(object);
  EXPECT_EQ(refused(saved), "");
  SavedState changed = saved;
  changed[1].name = "weights";
  EXPECT_EQ(refused(changed), "matrix of float64 is asked for where weights of float64 was saved");
  changed = saved;
  changed[0].type = "float64";
  EXPECT_EQ(refused(changed), "like_x of float32 is asked for where like_x of float64 was saved");
  changed = saved;
  changed[0].rows = 5;
  EXPECT_EQ(refused(changed), "like_x is of size 4 x 1, but 5 x 1 was saved");
  changed = saved;
  changed.pop_back();
  EXPECT_EQ(refused(changed), "inner.steps was not saved");
  changed = saved;
  changed.push_back(changed.back());
  EXPECT_EQ(refused(changed), "inner.steps was saved and is not asked for");
}

TEST(ZeroState, SizesAndZeroesWhatIsNotKept) {
  Everything object = used();
  ZeroState zero(7);
  object.state(zero);
  EXPECT_EQ(object.like_x, Vector<float>::Zero(7));
  EXPECT_EQ(object.matrix, Matrix<double>::Zero(2, 3));
  EXPECT_EQ(std::as_const(object.lanes)[3], 0);
  EXPECT_EQ(object.count, 0);
  EXPECT_EQ(object.list.size(), 3u);
  EXPECT_EQ(object.kept_vector.size(), 2);
  EXPECT_EQ(object.inner.velocity.size(), 4) << "a nested object starts by itself";
}

TEST(StateSize, CountsWhatIsNotKeptNestedObjectsIncluded) {
  Everything object = used();
  const StateSize size(object);
  EXPECT_EQ(size.like_x(), 4 + 4);
  EXPECT_EQ(size.total(), 8 + 6 + 1 + 1);
}

}  // namespace
}  // namespace descend
