package dev.tactus.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tactus.bench.BenchFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;

/**
 * Quartz with its JDBC job store, not clustered (its locks are then in memory, which is its faster way), acquiring as many
 * triggers at once as it has threads. The schedules are triggers of one job.
 */
final class Quartz implements PeerScheduler {
    private static final int THREADS = 20;
    private static final String NAME = "bench";
    private static final String TABLES = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

    /** Quartz makes its jobs itself, from their class: they find what to tell by their name. */
    private static final Map<String, FireTimes> FIRES = new ConcurrentHashMap<>();

    private final HikariDataSource dataSource;
    private final Sql sql;
    private final Scheduler scheduler;

    Quartz(String url) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(2);
        this.dataSource = new HikariDataSource(pool);
        this.sql = new Sql(dataSource);
        sql.run(tables());
        try {
            this.scheduler = new StdSchedulerFactory(settings(url)).getScheduler();
        } catch (SchedulerException e) {
            throw failed(e);
        }
    }

    private static Properties settings(String url) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "org.quartz.scheduler.instanceName",
                NAME,
                "org.quartz.scheduler.skipUpdateCheck",
                "true",
                "org.quartz.scheduler.batchTriggerAcquisitionMaxCount",
                Integer.toString(THREADS),
                "org.quartz.threadPool.class",
                "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount",
                Integer.toString(THREADS)));
        settings.putAll(Map.of(
                "org.quartz.jobStore.class",
                JobStoreTX.class.getName(),
                "org.quartz.jobStore.driverDelegateClass",
                PostgreSQLDelegate.class.getName(),
                "org.quartz.jobStore.dataSource",
                NAME,
                "org.quartz.jobStore.useProperties",
                "true",
                // A batch is acquired under the lock, as Quartz's documentation asks.
                "org.quartz.jobStore.acquireTriggersWithinLock",
                "true",
                // What is later than this goes through the misfire handler, which costs more than a fire.
                "org.quartz.jobStore.misfireThreshold",
                "3600000"));
        settings.putAll(Map.of(
                "org.quartz.dataSource.bench.provider", "hikaricp",
                "org.quartz.dataSource.bench.driver", "org.postgresql.Driver",
                "org.quartz.dataSource.bench.URL", url,
                "org.quartz.dataSource.bench.user", "postgres",
                "org.quartz.dataSource.bench.maxConnections", Integer.toString(THREADS + 4)));
        return settings;
    }

    private static String tables() {
        try (InputStream script = Quartz.class.getResourceAsStream(TABLES)) {
            if (script == null) {
                throw new BenchFailure("Quartz has no " + TABLES);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BenchFailure("Quartz's tables cannot be read", e);
        }
    }

    /** What a trigger fires. */
    public static final class Fire implements Job {
        /** Called by Quartz. */
        public Fire() {}

        @Override
        public void execute(JobExecutionContext context) {
            FireTimes fires = FIRES.get(context.getJobDetail().getKey().getName());
            if (fires != null) {
                fires.fired();
            }
        }
    }

    @Override
    public void add(String name, int count, Instant due, FireTimes fires) {
        FIRES.put(name, fires);
        ZonedDateTime at = due.atZone(ZoneOffset.UTC);
        JobDetail job = JobBuilder.newJob(Fire.class).withIdentity(name).build();
        Trigger first = TriggerBuilder.newTrigger()
                .withIdentity(name)
                .startAt(Date.from(due.minusSeconds(1)))
                .withSchedule(CronScheduleBuilder.cronSchedule(
                                "%d %d %d * * ?".formatted(at.getSecond(), at.getMinute(), at.getHour()))
                        .inTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC)))
                .build();
        try {
            scheduler.scheduleJob(job, first);
        } catch (SchedulerException e) {
            throw failed(e);
        }
        // Quartz writes one trigger in several statements; the others are copies of its first. Rows of the second table
        // refer to the first's: without statistics PostgreSQL reads all of these for each.
        sql.run("""
                insert into qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time,
                    prev_fire_time, priority, trigger_state, trigger_type, start_time, end_time, misfire_instr, job_data)
                  select sched_name, trigger_name || '-' || i, trigger_group, job_name, job_group, next_fire_time,
                    prev_fire_time, priority, trigger_state, trigger_type, start_time, end_time, misfire_instr, job_data
                  from qrtz_triggers, generate_series(2, %1$d) i where trigger_name = '%2$s';
                analyze qrtz_triggers;
                insert into qrtz_cron_triggers (sched_name, trigger_name, trigger_group, cron_expression, time_zone_id)
                  select sched_name, trigger_name || '-' || i, trigger_group, cron_expression, time_zone_id
                  from qrtz_cron_triggers, generate_series(2, %1$d) i where trigger_name = '%2$s'""".formatted(count, name));
        tidy();
    }

    @Override
    public void tidy() {
        sql.tidy();
    }

    @Override
    public void start() {
        try {
            scheduler.start();
        } catch (SchedulerException e) {
            throw failed(e);
        }
    }

    private static BenchFailure failed(SchedulerException e) {
        return new BenchFailure("Quartz failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            throw failed(e);
        } finally {
            dataSource.close();
        }
    }
}
