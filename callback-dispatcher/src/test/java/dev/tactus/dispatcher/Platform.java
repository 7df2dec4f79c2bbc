package dev.tactus.dispatcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.net.AddressPolicy;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.RecordHeaders;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.contracts.topic.TopicAdmin;
import dev.tactus.testkit.PrivateBroker;
import dev.tactus.testkit.TestBroker;
import dev.tactus.testkit.TopicReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker of its own with the topics, and a test's hands on it: it plays the processor and reads what is reported. */
final class Platform implements AutoCloseable {
    static final String TENANT = "acme";
    static final Duration SOON = Duration.ofSeconds(60);
    static final Partitions PARTITIONS = new Partitions(2);

    final String keyset = SecretBox.newKeyset();
    final SecretBox secrets = SecretBox.of(keyset);
    final PrivateBroker broker = TestBroker.fresh();

    private final Producer<byte[], byte[]> processor;
    private final TopicReader jobReports;
    private final TopicReader deliveryReports;

    Platform() {
        try (Admin admin = Admin.create(kafkaObjects())) {
            new TopicAdmin(admin).createAndVerify(PARTITIONS, (short) 1);
        }
        processor = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "the-processor"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        processor.initTransactions();
        jobReports = TopicReader.open(broker.bootstrapServers(), Topic.JOB_REPORTS.topicName());
        deliveryReports = TopicReader.open(broker.bootstrapServers(), Topic.DELIVERY_REPORTS.topicName());
    }

    Map<String, String> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    Map<String, Object> kafkaObjects() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** The default settings, with loopback allowed. */
    DispatcherSettings settings() {
        return settings(kafka(), keyset, Duration.ofSeconds(10));
    }

    static DispatcherSettings settings(Map<String, String> kafka, String keyset, Duration leaseRenewal) {
        DispatcherSettings defaults = DispatcherSettings.of(kafka, PARTITIONS, keyset);
        return new DispatcherSettings(
                defaults.kafka(),
                defaults.partitions(),
                (short) 1,
                defaults.group(),
                defaults.instance(),
                defaults.keyset(),
                AddressPolicy.LOOPBACK,
                defaults.launches(),
                defaults.deliveries(),
                defaults.deliveryDeadline(),
                leaseRenewal,
                defaults.healthHost(),
                0);
    }

    /** @param deadline of an attempt to deliver */
    DispatcherSettings settings(Duration deadline) {
        return withDeadline(settings(), deadline);
    }

    static DispatcherSettings withDeadline(DispatcherSettings all, Duration deadline) {
        return new DispatcherSettings(
                all.kafka(),
                all.partitions(),
                (short) 1,
                all.group(),
                all.instance(),
                all.keyset(),
                all.allowedNetworks(),
                all.launches(),
                all.deliveries(),
                deadline,
                all.leaseRenewal(),
                all.healthHost(),
                all.healthPort());
    }

    DispatcherService start() {
        return start(settings());
    }

    DispatcherService start(DispatcherSettings settings) {
        DispatcherService service = new DispatcherService(settings);
        service.start();
        return service;
    }

    void deploy(String workflow, Runner runner) {
        Instant now = Instant.now();
        Workflow deployed = new Workflow(TENANT, workflow, Ids.random(now), Ids.random(now), 3, runner, null, now, now);
        commit(new ProducerRecord<>(
                Topic.TENANT_REGISTRY.topicName(),
                PARTITIONS.ofTenant(TENANT),
                Workflow.key(TENANT, workflow).getBytes(StandardCharsets.UTF_8),
                Json.bytes(deployed)));
    }

    Runner.Http httpRunner(String workflow, String url, String secret) {
        return new Runner.Http(url, secrets.encrypt(secret, Workflow.secretContext(TENANT, workflow)));
    }

    static FireEvent fireOf(UUID schedule, String workflow, ObjectNode params) {
        return fireOf(schedule, workflow, params, Instant.now());
    }

    static FireEvent fireOf(UUID schedule, String workflow, ObjectNode params, Instant at) {
        UUID job = Ids.derived(at.toEpochMilli(), Ids.slot(schedule), schedule.toString(), at.toString());
        return new FireEvent(
                job,
                TENANT,
                schedule,
                1,
                workflow,
                FireKind.CRON,
                at,
                at,
                at,
                "2026-05-17T01:15",
                "Z",
                null,
                "2026a",
                params,
                60,
                1);
    }

    /** Commits the fires in one transaction, as the processor does. */
    void fire(FireEvent... fires) {
        commit(List.of(fires).stream().map(Platform::record).toList());
    }

    static ProducerRecord<byte[], byte[]> record(FireEvent fire) {
        return new ProducerRecord<>(
                Topic.SCHEDULE_FIRES.topicName(),
                PARTITIONS.of(fire.scheduleId()),
                new EntityKey(TENANT, fire.scheduleId()).bytes(),
                Json.bytes(fire));
    }

    void due(DispatchWork work, UUID job) {
        commit(new ProducerRecord<>(
                Topic.DISPATCH_WORK.topicName(),
                PARTITIONS.of(job),
                new EntityKey(work.tenant(), job).bytes(),
                Json.bytes(work)));
    }

    /** Commits the deliveries in one transaction, as the processor does. */
    void deliver(List<DispatchWork.Deliver> works) {
        commit(works.stream()
                .map(work -> new ProducerRecord<>(
                        Topic.DISPATCH_WORK.topicName(),
                        PARTITIONS.of(work.jobId()),
                        new EntityKey(work.tenant(), work.jobId()).bytes(),
                        Json.bytes(work)))
                .toList());
    }

    /** The first attempt of a delivery. */
    DispatchWork.Deliver delivery(String tenant, URI receiver) {
        return delivery(tenant, receiver, false);
    }

    /** @param last whether it is the last attempt too */
    DispatchWork.Deliver delivery(String tenant, URI receiver, boolean last) {
        UUID job = Ids.random(Instant.now());
        String context = tenant + "/" + job + "/callback";
        return new DispatchWork.Deliver(
                tenant,
                job,
                job,
                1,
                receiver.toString(),
                List.of(secrets.encrypt("s", context)),
                context,
                "job.completed",
                "{}",
                last);
    }

    /** The fact that a job has ended. */
    void ended(UUID job, String type) {
        ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(
                Topic.JOB_EVENTS.topicName(), PARTITIONS.of(job), new EntityKey(TENANT, job).bytes(), new byte[] {
                    '{', '}'
                });
        RecordHeaders.add(event.headers(), RecordHeaders.EVENT_TYPE, type);
        commit(event);
    }

    private void commit(ProducerRecord<byte[], byte[]> record) {
        commit(List.of(record));
    }

    void commit(List<ProducerRecord<byte[], byte[]>> records) {
        processor.beginTransaction();
        for (ProducerRecord<byte[], byte[]> record : records) {
            processor.send(record);
        }
        processor.commitTransaction();
    }

    /** Sends without committing: what a processor that died left behind. */
    void rollBack(FireEvent fire) {
        processor.beginTransaction();
        processor.send(record(fire));
        processor.flush();
        processor.abortTransaction();
    }

    /** Waits for a report of the job. */
    <R extends JobReport> R report(UUID job, Class<R> type) {
        return report(job, type, any -> true);
    }

    <R extends JobReport> R report(UUID job, Class<R> type, Predicate<R> matching) {
        byte[] key = new EntityKey(TENANT, job).bytes();
        // The key first: to parse all that has ever come, for each look, takes too long.
        return type.cast(jobReport(jobReports.await(
                record -> Arrays.equals(record.key(), key)
                        && type.isInstance(jobReport(record))
                        && matching.test(type.cast(jobReport(record))),
                SOON)));
    }

    private static JobReport jobReport(ConsumerRecord<byte[], byte[]> record) {
        return Json.read(record.value(), JobReport.class);
    }

    <R extends DeliveryReport> R report(DispatchWork.Deliver work, Class<R> type) {
        byte[] key = new EntityKey(work.tenant(), work.jobId()).bytes();
        return type.cast(deliveryReport(deliveryReports.await(
                record -> Arrays.equals(record.key(), key)
                        && type.isInstance(deliveryReport(record))
                        && deliveryReport(record).deliveryId().equals(work.deliveryId()),
                SOON)));
    }

    /** What was said of a delivery that was handed out for the nth time: how it ended, or that it was deferred. */
    DeliveryReport outcome(DispatchWork.Deliver work, int nth) {
        byte[] key = new EntityKey(work.tenant(), work.jobId()).bytes();
        return deliveryReport(deliveryReports
                .awaitCount(
                        nth,
                        record -> Arrays.equals(record.key(), key)
                                && (deliveryReport(record) instanceof DeliveryReport.Attempted
                                        || deliveryReport(record) instanceof DeliveryReport.Deferred),
                        SOON)
                .get(nth - 1));
    }

    /** All that is reported of deliveries as of now. */
    List<DeliveryReport> allDeliveryReports() {
        return deliveryReports.readToEnd(SOON).stream()
                .map(Platform::deliveryReport)
                .toList();
    }

    private static DeliveryReport deliveryReport(ConsumerRecord<byte[], byte[]> record) {
        return Json.read(record.value(), DeliveryReport.class);
    }

    /** All that is reported of the job as of now. */
    List<JobReport> reports(UUID job) {
        return allJobReports().stream()
                .filter(report -> report.jobId().equals(job))
                .toList();
    }

    List<JobReport> allJobReports() {
        return jobReports.readToEnd(SOON).stream()
                .map(record -> Json.read(record.value(), JobReport.class))
                .toList();
    }

    @Override
    public void close() {
        jobReports.close();
        deliveryReports.close();
        processor.close(Duration.ZERO);
        broker.close();
    }
}
