package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.secret.JobTokens;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.dispatcher.http.OutboundHttp;
import java.time.Clock;
import org.apache.kafka.clients.producer.Producer;

/** The runners by kind. */
public final class JobRunners {
    private final EchoRunner echo = new EchoRunner();
    private final HttpRunner http;
    private final KafkaRunner kafka;

    /** @param workers writes to the tenants' own topics; apart from reports, so that a missing topic delays none */
    public JobRunners(
            OutboundHttp http, SecretBox secrets, JobTokens tokens, Producer<byte[], byte[]> workers, Clock clock) {
        this.http = new HttpRunner(http, secrets, tokens, clock);
        this.kafka = new KafkaRunner(workers, tokens);
    }

    /** @throws LaunchRefusedException when the job can't be launched, however often it is tried */
    PreparedLaunch prepare(LaunchOrder order) {
        return switch (order.workflow().runner()) {
            case Runner.Echo runner -> echo.prepare(order, runner);
            case Runner.Http runner -> http.prepare(order, runner);
            case Runner.Kafka runner -> kafka.prepare(order, runner);
        };
    }
}
