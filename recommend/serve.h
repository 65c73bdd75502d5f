#ifndef BROADSHEET_RECOMMEND_SERVE_H_
#define BROADSHEET_RECOMMEND_SERVE_H_

namespace broadsheet::recommend {

// The recommender: follows storage, holds everything in memory, answers
// RecommendService, and runs the automatic editor. Answers the exit code.
int Serve(int argc, char** argv);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SERVE_H_
