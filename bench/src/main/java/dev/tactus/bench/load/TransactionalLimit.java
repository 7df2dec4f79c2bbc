package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.bench.process.ChildJvm;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How much this broker takes from transactional producers that do nothing but send, under the conditions of a herd: the
 * sender is a JVM of its own like the processor's, and the reader that counts is the herd's, in this process. It is the
 * most that a processor could do whose decisions cost nothing.
 */
public final class TransactionalLimit {
    static final String FIRES = "limit-fires";
    static final String ROWS = "limit-rows";

    private static final Duration STALLED = Duration.ofSeconds(60);
    /** Slower is a stall too. */
    private static final long LEAST_A_SECOND = 10_000;

    private static final long ADMIN_SECONDS = 30;

    private final Workspace workspace;
    private final String bootstrapServers;
    private final List<String> jvm;
    private final Progress progress;

    /** @param jvm options of the sender's JVM: those of the processor's */
    public TransactionalLimit(Workspace workspace, String bootstrapServers, List<String> jvm, Progress progress) {
        this.workspace = workspace;
        this.bootstrapServers = bootstrapServers;
        this.jvm = List.copyOf(jvm);
        this.progress = progress;
    }

    /**
     * @param producers each with a thread and transactions of its own
     * @param warmUp fires that go before, so that the sender is measured as it runs and not as it starts
     * @param fires that are measured
     */
    public record Load(int producers, long warmUp, long fires) {
        /** As many producers as the processor has stream threads, and a warm-up ten times the herd's. */
        public static final Load STANDARD = new Load(2, 1_000_000, 2_000_000);
    }

    /**
     * Each fire is two records.
     *
     * @param firesPerSecond from the first send until the last of them is visible to the reader
     * @param unreadFiresPerSecond from the first send to the last commit, while nobody reads
     */
    public record Result(double firesPerSecond, double unreadFiresPerSecond, long fireBytes, long rowBytes) {
        public double recordsPerSecond() {
            return 2 * firesPerSecond;
        }
    }

    /** Measures with what a herd left in the broker. */
    public Result run(Load load) {
        createTopics();
        RecordSample sample = RecordSample.last(bootstrapServers);
        progress.say(
                "Sending fires of %d bytes and rows of %d bytes with %d producer(s)",
                sample.fireBytes(), sample.rowBytes(), load.producers());
        try (CommittedReader reader = new CommittedReader(bootstrapServers, FIRES);
                ChildJvm sender = workspace.jvm(
                        "limit-sender",
                        LimitMain.class,
                        jvm,
                        List.of(bootstrapServers, Integer.toString(load.producers())))) {
            LimitReader herdsReader = new LimitReader(reader, sample, progress);
            sender.awaitLine(line -> line.equals(LimitMain.READY), STALLED);
            read(sender, herdsReader, LimitSender.rounded(load.warmUp(), load.producers()));
            long fires = LimitSender.rounded(load.fires(), load.producers());
            double rate = read(sender, herdsReader, fires);
            progress.say("The limit is %,.0f fires/s, as the reader sees them", rate);
            sender.tell(Long.toString(fires));
            double unreadRate =
                    perSecond(fires, instant(sender, LimitMain.BEGUN, 0), instant(sender, LimitMain.ENDED, fires));
            progress.say("… and %,.0f fires/s while nobody reads", unreadRate);
            return new Result(rate, unreadRate, sample.fireBytes(), sample.rowBytes());
        }
    }

    private static double read(ChildJvm sender, LimitReader reader, long fires) {
        sender.tell(Long.toString(fires));
        long lastVisible = reader.read(fires);
        long begun = instant(sender, LimitMain.BEGUN, 0);
        instant(sender, LimitMain.ENDED, fires);
        return perSecond(fires, begun, lastVisible);
    }

    /** @param fires that it sends before it says so */
    private static long instant(ChildJvm sender, String prefix, long fires) {
        String line = sender.awaitLine(said -> said.startsWith(prefix), STALLED.plusSeconds(fires / LEAST_A_SECOND));
        return Long.parseLong(line.substring(prefix.length()));
    }

    private static double perSecond(long fires, long begun, long ended) {
        return fires * 1e3 / Math.max(1, ended - begun);
    }

    private void createTopics() {
        int partitions = TactusProcesses.PARTITIONS.count();
        try (Admin admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(FIRES, partitions, (short) 1).configs(Topic.SCHEDULE_FIRES.config()),
                            new NewTopic(ROWS, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailure("the topics of the limit could not be created: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }
}
