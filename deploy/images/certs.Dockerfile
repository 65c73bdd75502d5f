# The image that makes the services' certificates: deploy/certs.sh and openssl.
#   docker build -f deploy/images/certs.Dockerfile -t broadsheet-certs .

FROM debian:trixie-slim
RUN apt-get update && \
    apt-get install -y --no-install-recommends openssl && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/*.log /var/log/apt
# The number of the services' user, who reads the keys. Volumes take over the
# folders' owner when they are new.
RUN useradd --system --uid 10001 --user-group --no-create-home \
      --home-dir /nonexistent broadsheet && \
    install -d -o broadsheet -g broadsheet /tls /tls/ca /tls/storage \
      /tls/ingest /tls/recommend /tls/trainer /tls/digest /tls/gateway \
      /tls/cli
COPY deploy/lib/messages.sh /usr/share/broadsheet/deploy/lib/
COPY deploy/certs.sh /usr/share/broadsheet/deploy/
COPY deploy/images/certs.sh /usr/share/broadsheet/deploy/images/
USER 10001:10001
ENTRYPOINT ["/usr/share/broadsheet/deploy/images/certs.sh"]
