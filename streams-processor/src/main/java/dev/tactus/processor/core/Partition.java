package dev.tactus.processor.core;

import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.delivery.Deliveries;
import dev.tactus.processor.core.delivery.EndpointHealth;
import dev.tactus.processor.core.delivery.Endpoints;
import dev.tactus.processor.core.delivery.JobDeliveries;
import dev.tactus.processor.core.delivery.Redelivery;
import dev.tactus.processor.core.job.PendingJobs;
import dev.tactus.processor.core.registry.Webhooks;
import dev.tactus.processor.core.registry.Workflows;
import dev.tactus.processor.core.retention.Retention;
import dev.tactus.processor.core.schedule.RulesReview;
import dev.tactus.processor.core.schedule.Schedules;
import dev.tactus.processor.core.timer.Timer;
import dev.tactus.recurrence.Recurrence;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one partition, each with a job of its own, over one store: what takes the input records, what handles the
 * timers, and what both rest on. Used by the partition's stream thread alone.
 *
 * @param pending may be read by other threads
 */
record Partition(
        TaskContext task,
        PendingJobs pending,
        Schedules schedules,
        Deliveries deliveries,
        Retention retention,
        Inputs inputs,
        Outcomes outcomes,
        FirstAnswers firstAnswers,
        DeadLetters deadLetters,
        RulesReview review) {

    /**
     * Makes the parts and arms their timers from the store.
     *
     * @param gate what holds outcomes back until they are committed
     * @param tzdbVersion of the time zone rules by which the store's next instants were computed; null when it has none
     */
    static Partition open(TaskContext task, int number, OutcomeGate gate, @Nullable String tzdbVersion) {
        Endpoints endpoints = new Endpoints(task);
        EndpointHealth health = new EndpointHealth(task);
        endpoints.restore();
        health.restore();
        Retention retention = new Retention(task, number, new JobDeliveries(task, endpoints));
        Deliveries deliveries = new Deliveries(task, endpoints, health, retention);
        PendingJobs pending = new PendingJobs(task.state());
        Schedules schedules = new Schedules(task, pending, deliveries);
        schedules.restore();
        schedules.jobs().restore();
        deliveries.restore();
        retention.restore();

        FirstAnswers firstAnswers = new FirstAnswers(task);
        Inputs inputs = new Inputs(
                task,
                new Placement(task.settings().partitions(), number),
                schedules,
                deliveries,
                new Redelivery(task, deliveries),
                new Workflows(task, schedules),
                new Webhooks(task, endpoints, health, deliveries),
                firstAnswers);
        DeadLetters deadLetters = new DeadLetters(task);
        RulesReview review = new RulesReview(task, schedules, deadLetters, tzdbVersion, Recurrence.tzdbVersion());
        return new Partition(
                task,
                pending,
                schedules,
                deliveries,
                retention,
                inputs,
                new Outcomes(task, gate),
                firstAnswers,
                deadLetters,
                review);
    }

    /**
     * Whether what is to be done depends on what became of jobs and deliveries: a job whose end is among the reports must
     * not time out, nor keep its schedule from firing.
     */
    boolean hangsOnReports(Timer timer) {
        return switch (timer.kind()) {
            case SCHEDULE -> schedules.lookAtJobs(timer.key());
            case JOB, DELIVERY -> true;
            case ORPHANING, SCHEDULE_JOBS, OLD_JOBS, OLD_DELIVERIES, DELETED_COMMAND -> false;
        };
    }

    /** Handles a timer that is due. */
    void due(Timer timer) {
        EntityKey key = timer.key();
        switch (timer.kind()) {
            case SCHEDULE -> schedules.due(key);
            case JOB -> schedules.jobs().due(key);
            case DELIVERY -> deliveries.due(key);
            case ORPHANING -> schedules.orphanings().due(key);
            case SCHEDULE_JOBS, OLD_JOBS, OLD_DELIVERIES -> retention.due(timer);
            case DELETED_COMMAND -> schedules.deletedCommands().due(key);
        }
    }
}
