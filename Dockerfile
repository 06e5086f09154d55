# Two images: the pool alone, in place of a pgbouncer image, and the whole garage.
#
#   docker build --target ecar-pool -t ecar-pool .
#   docker build --target ecar -t ecar .

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -DskipTests package

FROM eclipse-temurin:17-jre AS runtime
RUN groupadd --gid 10001 ecar && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin ecar \
    && install -d -o ecar -g ecar -m 700 /run/ecar /var/lib/ecar
COPY container/keys container/healthy /opt/ecar/
COPY docs/pool.md /opt/ecar/docs/
# Tells the doctor where he is.
ENV container=docker

FROM runtime AS ecar-pool
COPY --from=build /src/ecar-pool/target/process /opt/ecar/process
COPY --from=build /src/ecar-pool/target/ecar-pool-1.0.0-SNAPSHOT.jar /opt/ecar/ecar-pool.jar
COPY ecar-pool/src/main/sh/pgbouncer ecar-pool/src/main/sh/assemble container/pool-entry /opt/ecar/
# The classes are kept as this image's Java wants to find them.
RUN mkdir /tmp/assembly && mv /opt/ecar/assemble /tmp/assembly && cp /opt/ecar/pgbouncer /tmp/assembly \
    && bash /tmp/assembly/assemble /opt/ecar ecar-pool.jar && rm -r /tmp/assembly /opt/ecar/ecar-pool.jar
USER 10001:10001
EXPOSE 6432
VOLUME /run/ecar
STOPSIGNAL SIGINT
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["/opt/ecar/healthy"]
ENTRYPOINT ["/opt/ecar/pool-entry"]

FROM runtime AS ecar
# The nightly backup wants a pg_dump of the server's release or newer; the distribution's own is older than that.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/ecar-ear/target/classes /opt/ecar/distribution/classes
COPY --from=build /src/ecar-ear/target/launcher /opt/ecar/distribution/launcher
COPY --from=build /src/ecar-ear/target/server /opt/ecar/distribution/server
COPY --from=build /src/ecar-ear/target/micro /opt/ecar/distribution/micro
COPY container/garage-entry /opt/ecar/
USER 10001:10001
EXPOSE 8080 6432
VOLUME /var/lib/ecar
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s CMD ["/opt/ecar/healthy", "", "8080"]
ENTRYPOINT ["/opt/ecar/garage-entry"]
