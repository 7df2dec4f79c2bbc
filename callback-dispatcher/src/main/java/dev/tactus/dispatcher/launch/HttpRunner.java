package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.contracts.secret.JobTokens;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.contracts.secret.SecretException;
import dev.tactus.dispatcher.http.HttpExchange;
import dev.tactus.dispatcher.http.HttpPost;
import dev.tactus.dispatcher.http.OutboundHttp;
import dev.tactus.dispatcher.http.Target;
import dev.tactus.dispatcher.signature.Signatures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Launches a job by a signed POST: 200 with JSON is its result, 202 means that the runner will report on its own. */
final class HttpRunner implements JobRunner<Runner.Http> {
    /** The largest result of a job, in bytes. */
    static final int RESULT_CAP = 64 * 1024;

    private final OutboundHttp http;
    private final SecretBox secrets;
    private final JobTokens tokens;
    private final Clock clock;

    HttpRunner(OutboundHttp http, SecretBox secrets, JobTokens tokens, Clock clock) {
        this.http = http;
        this.secrets = secrets;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public PreparedLaunch prepare(LaunchOrder order, Runner.Http runner) {
        Target target = Target.of(runner.url())
                .orElseThrow(() -> new LaunchRefusedException("the URL of the workflow's runner is not an http or https"
                        + " URL: deploy the workflow again with one that is"));
        return new HttpLaunch(order, target, runner.secret());
    }

    private final class HttpLaunch implements PreparedLaunch {
        private final LaunchOrder order;
        private final Target target;
        private final String ciphertext;
        /** Null until it runs; set once, by whoever comes first: the run or the abortion. */
        private final AtomicReference<@Nullable Stage> stage = new AtomicReference<>();

        HttpLaunch(LaunchOrder order, Target target, String ciphertext) {
            this.order = order;
            this.target = target;
            this.ciphertext = ciphertext;
        }

        @Override
        public String lane() {
            return target.origin();
        }

        @Override
        public LaunchOutcome run(Runnable started) {
            Launch launch = order.launch();
            Instant now = clock.instant();
            Duration left = Duration.between(now, order.deadline());
            if (!left.isPositive()) {
                return new LaunchOutcome.Failed("timed out before it could be launched", true);
            }
            byte[] body = LaunchDocument.of(order, tokens);
            HttpExchange exchange =
                    http.exchange(new HttpPost(target, headers(launch, body, now), body, left, RESULT_CAP), started);
            if (!stage.compareAndSet(null, new Stage.Running(exchange))) {
                return new LaunchOutcome.Aborted();
            }
            return RunnerAnswers.outcome(exchange.run(), launch.timeoutSeconds());
        }

        @Override
        public void abort() {
            if (!stage.compareAndSet(null, new Stage.Aborted()) && stage.get() instanceof Stage.Running running) {
                running.exchange().abort();
            }
        }

        private Map<String, String> headers(Launch launch, byte[] body, Instant now) {
            String context = Workflow.secretContext(launch.tenant(), launch.workflow());
            try {
                return Signatures.headers(
                        launch.jobId().toString(), now, body, List.of(secrets.decrypt(ciphertext, context)));
            } catch (SecretException e) {
                throw new LaunchRefusedException(String.valueOf(e.getMessage()));
            }
        }
    }

    private sealed interface Stage {
        record Running(HttpExchange exchange) implements Stage {}

        record Aborted() implements Stage {}
    }
}
