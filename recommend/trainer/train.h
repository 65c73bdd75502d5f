#ifndef BROADSHEET_RECOMMEND_TRAINER_TRAIN_H_
#define BROADSHEET_RECOMMEND_TRAINER_TRAIN_H_

namespace broadsheet::recommend {

// The trainer: answers ModelService, and trains when it is due; with --once it
// trains one model and ends. Answers the exit code.
int Train(int argc, char** argv);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_TRAIN_H_
