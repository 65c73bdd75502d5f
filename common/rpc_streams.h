#ifndef BROADSHEET_COMMON_RPC_STREAMS_H_
#define BROADSHEET_COMMON_RPC_STREAMS_H_

// Streams as handlers see them: blocking, one message at a time, so that the
// bounded memory of one message each way is the back-pressure. rpc.h says how
// they are made; the reactors that implement them are in rpc_reactors.h.

namespace broadsheet {

template <class Response>
class StreamWriter {
 public:
  virtual ~StreamWriter() = default;
  // Blocks until the transport has taken the message. False: the call was
  // cancelled, timed out or broken, and no later write will succeed.
  virtual bool Write(const Response& response) = 0;
};

template <class Request, class Response>
class BidiStream : public StreamWriter<Response> {
 public:
  // Blocks until a message came. False: the client sent its last one, or the
  // call broke (CallContext::cancelled tells). One thread may read while
  // another writes.
  virtual bool Read(Request* request) = 0;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_RPC_STREAMS_H_
