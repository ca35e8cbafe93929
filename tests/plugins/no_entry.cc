// A library that is no plugin.
extern "C" int nothing_to_do_with_descend() { return 0; }
