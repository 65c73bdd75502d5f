// broadsheet-recommend: what to show, and in another role the models that tell.
#include <cstdio>
#include <string>

#include "recommend/role.h"
#include "recommend/serve.h"
#include "recommend/trainer/train.h"

int main(int argc, char** argv) {
  using namespace broadsheet::recommend;
  const std::string role = ReadRole(argc, argv);
  if (role == "train") return Train(argc, argv);
  if (role == "serve") return Serve(argc, argv);
  std::fprintf(stderr, "--role is neither \"serve\" nor \"train\"\n");
  return 2;
}
