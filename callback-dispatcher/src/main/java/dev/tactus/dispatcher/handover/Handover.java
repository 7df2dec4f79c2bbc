package dev.tactus.dispatcher.handover;

import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.dispatcher.report.ReportRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a hand-over: the reports that begin the leases, and the offsets of what they speak of. Before it
 * commits all is in the log as if it had never been read; after it, each piece has a lease, and when this dispatcher dies
 * the processor gives it out again.
 */
final class Handover {
    private static final int COMMIT_TRIES = 3;
    /** How much the clocks of two processors may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final WorkReader reader;
    private final WorkflowLookup workflows;
    private final EndedJobs ended;
    private final ReportRecords reports;
    private final String dispatcher;

    /**
     * @param ended knows jobs that are final
     * @param dispatcher names this instance in reports
     */
    Handover(WorkReader reader, WorkflowLookup workflows, EndedJobs ended, ReportRecords reports, String dispatcher) {
        this.reader = reader;
        this.workflows = workflows;
        this.ended = ended;
        this.reports = reports;
        this.dispatcher = dispatcher;
    }

    /**
     * What the records ask for, in their order.
     *
     * @throws dev.tactus.contracts.registry.RegistryBehindException when it can't be said now
     * @throws EndedJobsBehindException when it can't be said now
     */
    List<Taken> read(ConsumerRecords<byte[], byte[]> records) {
        List<DispatchWork> works = new ArrayList<>(records.count());
        Set<UUID> over = new HashSet<>();
        for (TopicPartition partition : records.partitions()) {
            over.addAll(read(partition.partition(), records.records(partition), works));
        }
        Map<String, Optional<Workflow>> known = new HashMap<>();
        List<Taken> taken = new ArrayList<>(works.size());
        for (DispatchWork work : works) {
            switch (work) {
                case DispatchWork.Launch launch -> {
                    if (!over.contains(launch.jobId())) {
                        Optional<Workflow> workflow = known.computeIfAbsent(
                                Workflow.key(launch.tenant(), launch.workflow()),
                                key -> workflows.workflow(launch.tenant(), launch.workflow()));
                        taken.add(new Taken.Launch(launch, workflow.orElse(null)));
                    }
                }
                case DispatchWork.Deliver deliver -> taken.add(new Taken.Delivery(deliver));
            }
        }
        return taken;
    }

    /** Which of the jobs have ended. None can have before the record that asks for its launch, but ever since. */
    private Set<UUID> read(int partition, List<ConsumerRecord<byte[], byte[]>> records, List<DispatchWork> works) {
        Set<UUID> jobs = new HashSet<>();
        long oldest = Long.MAX_VALUE;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            DispatchWork work = reader.read(record).orElse(null);
            if (work == null) {
                continue;
            }
            works.add(work);
            if (work instanceof DispatchWork.Launch launch) {
                jobs.add(launch.jobId());
                oldest = Math.min(oldest, record.timestamp());
            }
        }
        return jobs.isEmpty()
                ? jobs
                : ended.among(partition, Instant.ofEpochMilli(oldest).minus(CLOCK_SKEW), jobs);
    }

    /** @throws org.apache.kafka.common.KafkaException when it did not commit, as far as is known */
    void commit(HandoverClients clients, List<Taken> taken, ConsumerRecords<byte[], byte[]> records) {
        Producer<byte[], byte[]> producer = clients.producer();
        producer.beginTransaction();
        for (Taken work : taken) {
            // A failure comes back from the commit.
            var unused = producer.send(report(work));
        }
        producer.sendOffsetsToTransaction(
                records.nextOffsets(), clients.consumer().groupMetadata());
        commit(producer);
    }

    private static void commit(Producer<byte[], byte[]> producer) {
        for (int tries = 1; ; tries++) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                // Kafka allows no abort here, only the same commit again.
                if (tries == COMMIT_TRIES) {
                    throw new CommitUnknownException(e);
                }
            }
        }
    }

    private ProducerRecord<byte[], byte[]> report(Taken taken) {
        return switch (taken) {
            case Taken.Launch launch -> reports.of(running(launch.work(), launch.workflow()));
            case Taken.Delivery delivery -> {
                DispatchWork.Deliver work = delivery.work();
                yield reports.of(
                        new DeliveryReport.Started(work.tenant(), work.deliveryId(), work.attempt()), work.jobId());
            }
        };
    }

    private JobReport.Running running(DispatchWork.Launch launch, @Nullable Workflow workflow) {
        return new JobReport.Running(
                launch.tenant(),
                launch.jobId(),
                launch.attempt(),
                workflow == null ? null : workflow.workflowId(),
                workflow == null ? null : workflow.deploymentId(),
                workflow == null ? null : workflow.deploymentVersion(),
                dispatcher);
    }
}
