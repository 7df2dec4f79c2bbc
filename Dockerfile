# syntax=docker/dockerfile:1
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
# The cache outlives the layer: an image built again downloads nothing anew.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -q -ntp -pl standalone -am -Dmaven.test.skip=true package \
    && mkdir -p /out/lib \
    && cp standalone/target/tactus-standalone.jar /out/lib/ \
    && tr ':' '\n' < standalone/target/classpath | xargs -I '{}' cp '{}' /out/lib/

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/tactus --create-home tactus
COPY --from=build /out/lib /opt/tactus/lib
USER 10001
WORKDIR /var/lib/tactus
VOLUME /var/lib/tactus
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"
# exec form: SIGTERM reaches java, which stops in order.
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseCompactObjectHeaders", "-XX:+UnlockExperimentalVMOptions", "-XX:G1NewSizePercent=20", "-XX:G1MaxNewSizePercent=40", "-XX:+AlwaysPreTouch", "-cp", "/opt/tactus/lib/*", "dev.tactus.standalone.Tactus"]
CMD ["--help"]
