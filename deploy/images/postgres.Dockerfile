# The image of PostgreSQL 17, from Debian's package, without what Broadsheet does
# not use: the JIT compiler and the scripts for several clusters, which are most
# of the package's size.
#   docker build -f deploy/images/postgres.Dockerfile -t broadsheet-postgres .

FROM debian:trixie-slim AS server
# Alone, the package would make and start a cluster.
RUN mkdir -p /etc/postgresql-common/createcluster.d && \
    echo 'create_main_cluster = false' \
      >/etc/postgresql-common/createcluster.d/broadsheet.conf && \
    apt-get update && \
    apt-get install -y --no-install-recommends postgresql-17 && \
    rm -r /usr/lib/postgresql/17/lib/bitcode /usr/lib/postgresql/17/lib/llvm*
COPY deploy/images/runtime_packages.sh /src/deploy/images/
RUN /src/deploy/images/runtime_packages.sh /usr/lib/postgresql/17/bin/* \
      /usr/lib/postgresql/17/lib/*.so >/packages

FROM debian:trixie-slim
COPY --from=server /packages /usr/share/broadsheet/packages
RUN apt-get update && \
    xargs apt-get install -y --no-install-recommends tzdata \
      </usr/share/broadsheet/packages && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/*.log /var/log/apt
# The number is also that of the other image: both read the password's file.
RUN useradd --system --uid 10001 --user-group --no-create-home \
      --home-dir /var/lib/postgresql postgres && \
    install -d -m 700 -o postgres -g postgres /var/lib/postgresql \
      /var/lib/broadsheet /var/lib/broadsheet/database
COPY --from=server /usr/lib/postgresql /usr/lib/postgresql/
COPY --from=server /usr/share/postgresql /usr/share/postgresql/
COPY deploy/lib/messages.sh deploy/lib/cluster_settings.sh \
     /usr/share/broadsheet/deploy/lib/
COPY deploy/images/run_postgres.sh /usr/share/broadsheet/deploy/images/
# So that psql and pg_dump in the container need no options.
ENV PATH=/usr/lib/postgresql/17/bin:$PATH \
    PGHOST=127.0.0.1 PGUSER=broadsheet PGDATABASE=broadsheet \
    PGPASSFILE=/var/lib/broadsheet/database/passfile
USER 10001:10001
# A fast shutdown: ends the sessions, writes all out.
STOPSIGNAL SIGINT
ENTRYPOINT ["/usr/share/broadsheet/deploy/images/run_postgres.sh"]
