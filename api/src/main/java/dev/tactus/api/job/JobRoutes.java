package dev.tactus.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.command.Commands;
import dev.tactus.api.http.ApiException;
import dev.tactus.api.http.Call;
import dev.tactus.api.http.ErrorCode;
import dev.tactus.api.http.Role;
import dev.tactus.api.http.Shell;
import dev.tactus.api.input.Fields;
import dev.tactus.api.input.Issues;
import dev.tactus.api.owners.Reads;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.secret.JobTokens;
import dev.tactus.contracts.topic.EntityKey;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1/jobs/*}, but for {@code create}: what is asked and said of jobs that exist. */
public final class JobRoutes implements HttpService {
    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_ERROR = 10_000;
    private static final int MAX_ATTEMPT = 1_000;
    private static final int MAX_RESULT_BYTES = 64 * 1024;
    private static final JsonNode NOTHING = NullNode.getInstance();

    private final Shell shell;
    private final JobCreation creation;
    private final Commands commands;
    private final Reads reads;

    public JobRoutes(Shell shell, JobCreation creation, Commands commands, Reads reads) {
        this.shell = shell;
        this.creation = creation;
        this.commands = commands;
        this.reads = reads;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/create", shell.route(Role.WRITE, creation::create))
                .any("/list", shell.route(Role.READ, this::list))
                .any("/get", shell.route(Role.READ, this::get))
                .any("/cancel", shell.route(Role.WRITE, this::cancel))
                .any("/complete", shell.jobRoute(Role.WRITE, this::complete))
                .any("/fail", shell.jobRoute(Role.WRITE, this::fail))
                .any("/heartbeat", shell.jobRoute(Role.WRITE, this::heartbeat));
    }

    private ObjectNode list(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        JobStatus status = in.word("status", JobStatus.class);
        String workflow = in.text("workflow", 1, 128);
        UUID scheduleId = in.id("schedule_id");
        int limit = in.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        UUID cursor = in.id("cursor");
        in.refuseUnknown();
        in.issues().throwIfAny();
        Query query = new Query.ListJobs(call.tenant(), status, workflow, scheduleId, cursor, limit + 1);
        Reads.Page page = reads.page(query, "job_id", limit);
        ObjectNode answer = Json.object();
        answer.putArray("jobs")
                .addAll(page.items().stream().map(JobViews::listed).toList());
        return answer.put("next_cursor", page.nextCursor().orElse(null));
    }

    private ObjectNode get(Call call) {
        UUID id = onlyId(call);
        return reads.one(id, new Query.GetJob(call.tenant(), id))
                .map(JobViews::full)
                .orElseThrow(() -> ApiException.notFound(unknown(id)));
    }

    /** What is kept is the processors' settings, which an API does not know. */
    private static String unknown(UUID id) {
        return "There is no job " + id
                + ". If there was one, it finished and is not kept any more: finished jobs are kept"
                + " for processor.keep-jobs (30 days unless set), the newest processor.keep-jobs-per-schedule (100 unless"
                + " set) of each schedule. The log keeps all: see the topic job-events";
    }

    private ObjectNode cancel(Call call) {
        UUID id = onlyId(call);
        Action action = new Action.CancelJob(call.tenant(), id);
        return done(commands.action(new EntityKey(call.tenant(), id), action, headers(call, id)));
    }

    private ObjectNode complete(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID id = id(in);
        Integer attempt = attempt(in);
        JsonNode result = in.any("result");
        if (result == null) {
            in.require("result", "any JSON value, null for none");
        }
        finish(in);
        tooLarge("result", result);
        return report(call, new JobReport.Completed(call.tenant(), id, attempt, result == null ? NOTHING : result));
    }

    private ObjectNode fail(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID id = id(in);
        Integer attempt = attempt(in);
        in.require("error", "what went wrong, in words");
        String error = in.text("error", 1, MAX_ERROR);
        JsonNode stack = in.any("mapped_stack");
        finish(in);
        tooLarge("mapped_stack", stack);
        return report(
                call,
                new JobReport.Failed(call.tenant(), id, attempt, JobTokens.masked(String.valueOf(error)), stack, true));
    }

    private ObjectNode heartbeat(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID id = id(in);
        Integer attempt = attempt(in);
        finish(in);
        return report(call, new JobReport.Heartbeat(call.tenant(), id, attempt));
    }

    /** The job goes on: its worker can report again, with less or with a failure. */
    private static void tooLarge(String field, @Nullable JsonNode value) {
        int size = value == null ? 0 : Json.bytes(value).length;
        if (size > MAX_RESULT_BYTES) {
            throw ApiException.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    field + " is " + size + " bytes as JSON, at most " + MAX_RESULT_BYTES
                            + " are taken: store it elsewhere and report a reference");
        }
    }

    private ObjectNode report(Call call, JobReport report) {
        return done(commands.report(report, headers(call, report.jobId())));
    }

    private static ObjectNode done(JsonNode job) {
        String status = job.path("status").asText();
        return Json.object().put("success", true).put("status", status).put("message", "The job is " + status);
    }

    private CommandHeaders headers(Call call, UUID id) {
        return CommandHeaders.of(commands.newId(Ids.slot(id)), call.caller().label());
    }

    private static UUID onlyId(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID id = id(in);
        finish(in);
        return id;
    }

    private static UUID id(Fields in) {
        return in.requiredId("id", "the job's id");
    }

    /** A worker may say of which launch it speaks; a report of a former one is then refused. */
    private static @Nullable Integer attempt(Fields in) {
        Long attempt = in.integer("attempt", 1, MAX_ATTEMPT);
        return attempt == null ? null : Math.toIntExact(attempt);
    }

    private static void finish(Fields in) {
        in.refuseUnknown();
        in.issues().throwIfAny();
    }
}
