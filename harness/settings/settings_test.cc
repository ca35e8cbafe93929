#include "harness/settings/settings.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/settings/grid.h"

namespace descend {
namespace {

std::string message_of(const std::string& spec) {
  try {
    parse_spec(spec);
  } catch (const BadInput& error) {
    return error.what();
  }
  return "";
}

TEST(Settings, TextBecomesTheJsonOfASuite) {
  EXPECT_EQ(parse_spec("momentum"), Json::parse(R"({"name": "momentum"})"));
  EXPECT_EQ(parse_spec("momentum:learning_rate=0.1,momentum={0,0.5,0.9}"),
            Json::parse(R"({"name": "momentum", "learning_rate": 0.1,
                            "momentum": {"grid": [0, 0.5, 0.9]}})"));
  EXPECT_EQ(parse_spec("sgd:learning_rate={log:1e-4:1:9}"),
            Json::parse(R"({"name": "sgd", "learning_rate": {"log": [1e-4, 1, 9]}})"));
  EXPECT_EQ(parse_spec("sam:base=(momentum:momentum=0.9,learning_rate=1),rho=0.05"),
            Json::parse(R"({"name": "sam", "base": {"name": "momentum", "momentum": 0.9,
                            "learning_rate": 1}, "rho": 0.05})"));
  EXPECT_EQ(parse_spec(R"(spiral:hidden=[64,32],arithmetic=article,note="a,b={c}")"),
            Json::parse(R"({"name": "spiral", "hidden": [64, 32], "arithmetic": "article",
                            "note": "a,b={c}"})"));
  EXPECT_EQ(parse_spec("adam:clip_norm=null,amsgrad=true")["clip_norm"], nullptr);
}

TEST(Settings, TextReadsBackAsTheSame) {
  for (const char* text : {"sgd:learning_rate=0.1", "spiral:hidden=[64,64],arithmetic=article",
                           "sam:base=(momentum:momentum=0.9),rho=0.05", "a:b=\"1 x,2\",c=null"}) {
    const Settings settings = SettingsGrid(parse_spec(text), "here").at(0);
    EXPECT_EQ(to_text(settings), text);
    EXPECT_EQ(SettingsGrid(to_json(settings), "here").at(0), settings);
  }
}

TEST(Settings, NumbersPrintAsPythonPrintsThem) {
  EXPECT_EQ(number_text(1.0), "1.0");
  EXPECT_EQ(number_text(0.5025125628140703), "0.5025125628140703");
  EXPECT_EQ(number_text(1e-7), "1e-07");
}

TEST(Settings, WhatCannotBeReadIsRefusedWithItsPlace) {
  EXPECT_NE(message_of("sgd:learning_rate").find("expected '='"), std::string::npos);
  EXPECT_NE(message_of("sgd:learning_rate=").find("expected a value"), std::string::npos);
  EXPECT_NE(message_of("sgd:learning_rate=0.1x").find("'0.1x' is not a number"), std::string::npos);
  EXPECT_NE(message_of("sgd:learning_rate={0.1").find("expected '}'"), std::string::npos);
  EXPECT_NE(message_of("sgd:learning_rate=1,learning_rate=2").find("given twice"),
            std::string::npos);
  EXPECT_NE(message_of("sgd:name=x").find("no option is called"), std::string::npos);
  EXPECT_NE(message_of("sgd:learning_rate={1}}").find("character"), std::string::npos);
}

TEST(Settings, UsualSlipsAreToldWhatToWrite) {
  const auto advice = [](const std::string& spec) {
    const std::string message = message_of(spec);
    const std::size_t at = message.rfind("write ");
    return at == message.npos ? message : message.substr(at + 6);
  };
  EXPECT_EQ(advice("adam,sgd"), "adam sgd");
  EXPECT_EQ(advice("adam, sgd"), "adam sgd");
  EXPECT_EQ(advice("adam,"), "adam");
  EXPECT_EQ(advice("sgd:learning_rate=0,1"),
            "'sgd:learning_rate=0,1', character 22: expected '=' right after '1'");
  EXPECT_EQ(advice("adam:learning_rate=0.1,sgd"), "adam:learning_rate=0.1 sgd");
  EXPECT_EQ(advice("adam:learning_rate=0.1,beta1=0.5,sgd:learning_rate=1"),
            "adam:learning_rate=0.1,beta1=0.5 sgd:learning_rate=1");
  EXPECT_EQ(advice("adam learning_rate=0.1"), "adam:learning_rate=0.1");
  EXPECT_EQ(advice("adam learning_rate=0.1 beta1=0.5"), "adam:learning_rate=0.1,beta1=0.5");
  EXPECT_EQ(advice("adam:learning_rate = 0.1"), "adam:learning_rate=0.1");
  EXPECT_EQ(advice("adam: learning_rate=0.1, beta1 = 0.5 "), "adam:learning_rate=0.1,beta1=0.5");
  EXPECT_EQ(advice("sgd:learning_rate = {0.1, 1.0}"), "'sgd:learning_rate={0.1,1.0}'");
  EXPECT_EQ(advice("sam:base=sgd:learning_rate=0.1"), "'sam:base=(sgd:learning_rate=0.1)'");
  EXPECT_EQ(advice("sam:base=sgd:learning_rate=0.1,rho=0.05"),
            "'sam:base=(sgd:learning_rate=0.1),rho=0.05'");
  EXPECT_EQ(advice("reader:data=2024.csv"), "'reader:data=\"2024.csv\"'");
  EXPECT_EQ(parse_spec("reader:data=../2024.csv")["data"], "../2024.csv");
  EXPECT_EQ(advice("learning_rate=0.1"),
            "'learning_rate=0.1', character 14: settings follow a name and a colon, without a "
            "space, as in NAME:learning_rate=0.1");
  EXPECT_EQ(advice("sgd:learning_rate={0.1"),
            "'sgd:learning_rate={0.1', character 23: expected '}'");
}

}  // namespace
}  // namespace descend
