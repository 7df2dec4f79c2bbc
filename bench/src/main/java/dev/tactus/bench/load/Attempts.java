package dev.tactus.bench.load;

import dev.tactus.bench.Progress;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the dispatcher reports of its attempts to deliver, from the making of this on. */
public final class Attempts implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final CommittedReader reports;
    private int failed;
    private int deferred;
    private long longestMillis;

    public Attempts(String bootstrapServers) {
        this.reports = new CommittedReader(bootstrapServers, Topic.DELIVERY_REPORTS.topicName());
    }

    /** Reads all there is, and what comes within this time. */
    public void read(Duration time, Progress progress) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            for (ConsumerRecord<byte[], byte[]> report : reports.poll(POLL)) {
                add(Json.read(report.value(), DeliveryReport.class));
            }
            progress.tick(
                    "%,d attempts failed, %,d were put off, the longest took %,d ms", failed, deferred, longestMillis);
        }
    }

    private void add(DeliveryReport report) {
        switch (report) {
            case DeliveryReport.Attempted attempted -> {
                longestMillis = Math.max(longestMillis, attempted.durationMillis());
                if (attempted.verdict() != DeliveryReport.Verdict.DELIVERED) {
                    failed++;
                }
            }
            case DeliveryReport.Deferred putOff -> deferred++;
            case DeliveryReport.Started started -> {}
            case DeliveryReport.Heartbeat heartbeat -> {}
        }
    }

    public int failed() {
        return failed;
    }

    public int deferred() {
        return deferred;
    }

    /** From the start of an attempt to its end. */
    public long longestMillis() {
        return longestMillis;
    }

    @Override
    public void close() {
        reports.close();
    }
}
