#ifndef BROADSHEET_TESTS_BENCH_WRITES_H_
#define BROADSHEET_TESTS_BENCH_WRITES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/reader_service.grpc.pb.h"

namespace broadsheet::bench {

// What measurements of freshness write, through the gateway, as the operator.
// Failures are printed.

// A name that no other run has.
std::string RunName();

// A word of letters alone, which no analysis takes apart, for each number.
std::string WordOf(int64_t number);

// Records one event; its position.
std::optional<v1::Position> RecordEvent(v1::ReaderService::Stub* stub,
                                        const std::string& token,
                                        const std::string& reader,
                                        const std::string& paper,
                                        v1::EventKind kind);

// Stores a paper with this word in its title; true when it is committed. Its id
// is then IdOf(word).
bool StorePaper(v1::IngestService::Stub* stub, const std::string& token,
                const std::string& word, const std::string& abstract);
std::string IdOf(const std::string& word);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_WRITES_H_
