package dev.tactus.api;

import dev.tactus.api.command.CommandSender;
import dev.tactus.api.http.ApiKey;
import dev.tactus.api.http.Caller;
import dev.tactus.api.http.Role;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.metrics.Meters;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The whole API over HTTP, with a processor in memory behind it. */
final class RunningApi implements AutoCloseable {
    static final String KEYSET = SecretBox.newKeyset();

    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    final InMemoryProcessor processor = new InMemoryProcessor(producer);
    private final ApiServer server;

    RunningApi() {
        Duration timeout = Duration.ofSeconds(30);
        ApiSettings settings = new ApiSettings(
                "127.0.0.1",
                0,
                Map.of("bootstrap.servers", "none:9092"),
                processor.partitions,
                (short) 1,
                List.of(
                        ApiKey.ofPlain(new Caller("acme", "admin", Role.ADMIN), "admin-key"),
                        ApiKey.ofPlain(new Caller("acme", "writer", Role.WRITE), "write-key"),
                        ApiKey.ofPlain(new Caller("acme", "reader", Role.READ), "read-key"),
                        ApiKey.ofPlain(new Caller("other", "admin", Role.ADMIN), "other-key")),
                KEYSET,
                new ApiSettings.Limits(256 * 1024, 64 * 1024, timeout, timeout),
                ApiSettings.Outbound.STRICT,
                null,
                new ApiSettings.Listener("127.0.0.1", 0));
        CommandSender sender = new CommandSender(producer, processor, timeout);
        this.server = new ApiServer(
                settings, processor, sender, processor, processor::webhooks, InstantSource.system(), new Meters());
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Where metrics are told. */
    URI metrics() {
        return URI.create("http://127.0.0.1:" + server.metricsPort());
    }

    Client client(String key) {
        return new Client(uri(), key);
    }

    @Override
    public void close() {
        server.close();
    }
}
