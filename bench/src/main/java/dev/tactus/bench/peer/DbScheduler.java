package dev.tactus.bench.peer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler with 20 threads, polling with lock-and-fetch. The schedules are instances of one recurring task, whose schedule is in the code: there is no data to read and
 * none to write, which is as little as it can have to do for a fire.
 */
final class DbScheduler implements PeerScheduler {
    private static final int THREADS = 20;

    /**
     * When to fetch, and how much, in multiples of the threads.
     *
     * @param below it fetches when fewer are left
     * @param upTo so many
     */
    record Polling(double below, double upTo) {
        /** From its docs/performance.md, for 20 threads. */
        static final Polling OF_ITS_BENCHMARK = new Polling(4.0, 20.0);

        static final Polling BY_DEFAULT = new Polling(0.5, 1.0);
    }

    private final HikariDataSource dataSource;
    private final Polling polling;
    private final Sql sql;
    private final List<RecurringTask<Void>> tasks = new ArrayList<>();
    private @Nullable Scheduler scheduler;

    DbScheduler(String url, Polling polling) {
        this.polling = polling;
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(THREADS + 4);
        this.dataSource = new HikariDataSource(pool);
        this.sql = new Sql(dataSource);
        // Its own DDL for PostgreSQL, without the index for priorities, which are off.
        sql.run("""
                drop table if exists scheduled_tasks;
                create table scheduled_tasks (
                  task_name text not null,
                  task_instance text not null,
                  task_data bytea,
                  execution_time timestamp with time zone not null,
                  picked boolean not null,
                  picked_by text,
                  last_success timestamp with time zone,
                  last_failure timestamp with time zone,
                  consecutive_failures int,
                  last_heartbeat timestamp with time zone,
                  version bigint not null,
                  priority smallint,
                  primary key (task_name, task_instance)
                );
                create index execution_time_idx on scheduled_tasks (execution_time);
                create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)""");
    }

    @Override
    public void add(String name, int count, Instant due, FireTimes fires) {
        tasks.add(Tasks.recurring(name, Schedules.daily(ZoneOffset.UTC, LocalTime.ofInstant(due, ZoneOffset.UTC)))
                .doNotScheduleOnStartup()
                .execute((instance, context) -> fires.fired()));
        sql.run("insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                + " select '%s', '%s-' || i, '%s', false, 1 from generate_series(1, %d) i"
                        .formatted(name, name, due, count));
        tidy();
    }

    @Override
    public void tidy() {
        sql.tidy();
    }

    @Override
    public void start() {
        Scheduler made = Scheduler.create(dataSource, List.copyOf(tasks))
                .threads(THREADS)
                .pollUsingLockAndFetch(polling.below(), polling.upTo())
                // How late an idle one notices; its default of 10 s would be most of its lateness.
                .pollingInterval(Duration.ofMillis(100))
                .alwaysPersistTimestampInUTC()
                .build();
        scheduler = made;
        made.start();
    }

    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.stop();
        }
        dataSource.close();
    }
}
