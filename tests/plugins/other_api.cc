// A plugin as some other version of the headers would make it: only that `abi` comes first is
// certain.
struct EntryOfOldTimes {
  const char* abi;
  int whatever_stood_here;
};

extern "C" __attribute__((visibility("default"))) const EntryOfOldTimes* descend_plugin() {
  static const EntryOfOldTimes entry = {"API version=0;Eigen version=2.0.0", 7};
  return &entry;
}
