#include "digest/mime.h"

#include <gmime/gmime.h>

#include <memory>
#include <mutex>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/mail_address.h"

namespace broadsheet::digest {
namespace {

constexpr char kCharset[] = "utf-8";

struct Unref {
  template <class T>
  void operator()(T* object) const {
    g_object_unref(object);
  }
};

void Start() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

void SetHeader(GMimeMessage* message, const char* name,
               const std::string& value) {
  g_mime_object_set_header(GMIME_OBJECT(message), name, OneLine(value).c_str(),
                           kCharset);
}

// As it is: folding would break a long address into two.
void SetUnfolded(GMimeMessage* message, const char* name,
                 const std::string& value) {
  SetHeader(message, name, value);
  GMimeHeader* header = g_mime_header_list_get_header(
      g_mime_object_get_header_list(GMIME_OBJECT(message)), name);
  g_mime_header_set_raw_value(header,
                              absl::StrCat(" ", OneLine(value), "\n").c_str());
}

GMimeObject* MakePart(const char* subtype, const std::string& content) {
  GMimeTextPart* part = g_mime_text_part_new_with_subtype(subtype);
  g_mime_text_part_set_charset(part, kCharset);
  g_mime_text_part_set_text(part, content.c_str());
  g_mime_part_set_content_encoding(GMIME_PART(part),
                                   GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return GMIME_OBJECT(part);
}

void AddBody(GMimeMessage* message, const Outgoing& mail) {
  GMimeMultipart* both = g_mime_multipart_new_with_subtype("alternative");
  // Of the mail's own name: a retry has the same.
  const std::string boundary = absl::StrCat(
      "=_", absl::BytesToHexString(mail.message_id.substr(0, 24)), "_=");
  g_mime_multipart_set_boundary(both, boundary.c_str());
  for (const auto& [subtype, content] :
       {std::pair{"plain", &mail.text}, std::pair{"html", &mail.html}}) {
    GMimeObject* part = MakePart(subtype, *content);
    g_mime_multipart_add(both, part);
    g_object_unref(part);
  }
  g_mime_message_set_mime_part(message, GMIME_OBJECT(both));
  g_object_unref(both);
}

void AddListHeaders(GMimeMessage* message, const Outgoing& mail) {
  if (mail.unsubscribe_url.empty()) return;
  SetUnfolded(message, "List-Id", absl::StrCat("<", mail.list_id, ">"));
  std::string ways = absl::StrCat("<", mail.unsubscribe_url, ">");
  if (!mail.unsubscribe_mailbox.empty()) {
    absl::StrAppend(&ways, ", <mailto:", mail.unsubscribe_mailbox, ">");
  }
  SetUnfolded(message, "List-Unsubscribe", ways);
  SetUnfolded(message, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
}

std::string Print(GMimeMessage* message) {
  GMimeFormatOptions* format = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
  char* text = g_mime_object_to_string(GMIME_OBJECT(message), format);
  std::string printed = text;
  g_free(text);
  g_mime_format_options_free(format);
  return printed;
}

// Null when there is none.
std::unique_ptr<GMimeMessage, Unref> Parse(const std::string& message) {
  Start();
  std::unique_ptr<GMimeStream, Unref> stream(
      g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
  std::unique_ptr<GMimeParser, Unref> parser(
      g_mime_parser_new_with_stream(stream.get()));
  return std::unique_ptr<GMimeMessage, Unref>(
      g_mime_parser_construct_message(parser.get(), nullptr));
}

}  // namespace

std::string OneLine(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return line;
}

MessageHead HeadOf(const std::string& message) {
  MessageHead head;
  const auto parsed = Parse(message);
  if (parsed == nullptr) return head;
  InternetAddressList* to =
      g_mime_message_get_addresses(parsed.get(), GMIME_ADDRESS_TYPE_TO);
  InternetAddress* first = internet_address_list_get_address(to, 0);
  if (first != nullptr && INTERNET_ADDRESS_IS_MAILBOX(first)) {
    const char* written =
        internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first));
    const auto address =
        NormalizeMailAddress(written == nullptr ? "" : written);
    if (address.ok()) head.to = *address;
  }
  const char* id = g_mime_message_get_message_id(parsed.get());
  if (id != nullptr) head.message_id = id;
  return head;
}

std::string ReadableMessage(const std::string& message) {
  const auto parsed = Parse(message);
  if (parsed == nullptr) return "";
  std::string readable;
  for (const char* name : {"Date", "From", "To", "Subject"}) {
    const char* value =
        g_mime_object_get_header(GMIME_OBJECT(parsed.get()), name);
    if (value != nullptr) absl::StrAppend(&readable, name, ": ", value, "\n");
  }
  GMimeObject* body = g_mime_message_get_mime_part(parsed.get());
  if (body != nullptr && GMIME_IS_MULTIPART(body) &&
      g_mime_multipart_get_count(GMIME_MULTIPART(body)) > 0) {
    body = g_mime_multipart_get_part(GMIME_MULTIPART(body), 0);
  }
  if (body == nullptr || !GMIME_IS_TEXT_PART(body)) return readable;
  char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(body));
  if (text != nullptr) {
    absl::StrAppend(&readable, "\n",
                    absl::StrReplaceAll(text, {{"\r\n", "\n"}}));
  }
  g_free(text);
  return readable;
}

std::string WriteMessage(const Outgoing& mail) {
  Start();
  std::unique_ptr<GMimeMessage, Unref> message(g_mime_message_new(TRUE));
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM,
                             OneLine(mail.from_name).c_str(),
                             OneLine(mail.from).c_str());
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, nullptr,
                             OneLine(mail.to).c_str());
  g_mime_message_set_subject(message.get(), OneLine(mail.subject).c_str(),
                             kCharset);
  GDateTime* date =
      g_date_time_new_from_unix_utc(absl::ToUnixSeconds(mail.date));
  g_mime_message_set_date(message.get(), date);
  g_date_time_unref(date);
  g_mime_message_set_message_id(message.get(),
                                OneLine(mail.message_id).c_str());
  AddListHeaders(message.get(), mail);
  // No vacation notes, please.
  SetHeader(message.get(), "Auto-Submitted", "auto-generated");
  AddBody(message.get(), mail);
  return Print(message.get());
}

}  // namespace broadsheet::digest
