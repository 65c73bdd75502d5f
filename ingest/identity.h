#ifndef BROADSHEET_INGEST_IDENTITY_H_
#define BROADSHEET_INGEST_IDENTITY_H_

#include <string>

namespace broadsheet::ingest {

// What servers of others are told about who asks: "Broadsheet (CONTACT)".
std::string UserAgent(const std::string& contact);

// 16 random characters: no other process has them.
std::string ProcessName();

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_IDENTITY_H_
