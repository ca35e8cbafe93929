// A plugin that needs a function which nobody has defined.
namespace faulty {
int never_defined(int);
}
extern "C" int needs_it() { return faulty::never_defined(1); }
