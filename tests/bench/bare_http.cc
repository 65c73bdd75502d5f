// The least that Boost.Beast can do, to measure pages beside it: answers every
// GET with the bytes of a file. broadsheet-bare-http PORT FILE; prints its
// process id.

#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>

namespace {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;

// One connection, until the client ends it.
void Serve(tcp::socket socket, const std::string& body) {
  boost::system::error_code error;
  socket.set_option(tcp::no_delay(true), error);
  boost::beast::flat_buffer buffer;
  while (!error) {
    http::request<http::empty_body> request;
    http::read(socket, buffer, request, error);
    if (error) return;
    http::response<http::span_body<const char>> response{http::status::ok, 11};
    response.set(http::field::content_type, "text/html; charset=utf-8");
    response.keep_alive(request.keep_alive());
    response.body() = {body.data(), body.size()};
    response.content_length(body.size());
    http::write(socket, response, error);
    if (!request.keep_alive()) return;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: broadsheet-bare-http PORT FILE\n";
    return 2;
  }
  std::ifstream file(argv[2], std::ios::binary);
  const std::string body{std::istreambuf_iterator<char>(file), {}};
  boost::asio::io_context io;
  const auto port = static_cast<unsigned short>(std::atoi(argv[1]));
  tcp::acceptor acceptor(io,
                         {boost::asio::ip::make_address("127.0.0.1"), port});
  std::cout << getpid() << std::endl;
  while (true) {
    std::thread(Serve, acceptor.accept(), std::cref(body)).detach();
  }
}
