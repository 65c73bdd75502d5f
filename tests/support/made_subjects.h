#ifndef BROADSHEET_TESTS_SUPPORT_MADE_SUBJECTS_H_
#define BROADSHEET_TESTS_SUPPORT_MADE_SUBJECTS_H_

namespace broadsheet::testing {

// What made-up papers are about, and the category of each.
struct MadeSubject {
  const char* name;
  const char* category;
};

inline constexpr MadeSubject kMadeSubjects[] = {
    {"transformer attention for translation", "cs.CL"},
    {"black hole evaporation", "hep-th"},
    {"graph colouring bounds", "math.CO"},
    {"protein folding dynamics", "q-bio.BM"},
    {"superconducting qubit errors", "quant-ph"},
    {"galaxy cluster lensing", "astro-ph.CO"},
    {"monetary policy shocks", "econ.GN"},
    {"coral reef bleaching", "q-bio.PE"}};

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SUPPORT_MADE_SUBJECTS_H_
