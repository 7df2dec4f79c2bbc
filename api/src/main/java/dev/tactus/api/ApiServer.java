package dev.tactus.api;

import dev.tactus.api.command.CommandSender;
import dev.tactus.api.command.Commands;
import dev.tactus.api.command.Idempotency;
import dev.tactus.api.http.ApiKeys;
import dev.tactus.api.http.DirectErrors;
import dev.tactus.api.http.HealthRoutes;
import dev.tactus.api.http.Readiness;
import dev.tactus.api.http.RequestMeter;
import dev.tactus.api.http.Shell;
import dev.tactus.api.input.CallbackFields;
import dev.tactus.api.job.JobCreation;
import dev.tactus.api.job.JobRoutes;
import dev.tactus.api.owners.Reads;
import dev.tactus.api.schedule.ScheduleRoutes;
import dev.tactus.api.webhook.DeliveryRoutes;
import dev.tactus.api.webhook.WebhookRoutes;
import dev.tactus.api.webhook.Webhooks;
import dev.tactus.api.workflow.LaunchCheck;
import dev.tactus.api.workflow.WorkflowRoutes;
import dev.tactus.api.workflow.Workflows;
import dev.tactus.contracts.net.AddressPolicy;
import dev.tactus.contracts.net.OutboundUrls;
import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.contracts.secret.JobTokens;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.http.BodyReader;
import dev.tactus.metrics.Meters;
import dev.tactus.metrics.MetricsPage;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.time.InstantSource;

/** The HTTP server and its routes, over whatever they need from the outside. */
final class ApiServer implements AutoCloseable {
    /** How long a stop waits for requests that are being answered. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** The name of the socket on which metrics are told: not the one that the public reaches. */
    private static final String METRICS = "metrics";

    private final WebServer server;

    ApiServer(
            ApiSettings settings,
            PartitionOwners owners,
            CommandSender sender,
            Workflows workflows,
            Webhooks webhooks,
            InstantSource clock,
            Meters meters) {
        ApiMetrics.tellOf(sender, meters);
        WebServerConfig.Builder server = WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownGracePeriod(GRACE)
                // Whoever starts this also stops it.
                .shutdownHook(false)
                // Bodies are not decompressed, whatever is on the class path: what comes in must be as large as it
                // says.
                .contentEncoding(encoding -> encoding.contentEncodingsDiscoverServices(false))
                .directHandlers(DirectErrors.handlers())
                .routing(routing(settings, owners, sender, workflows, webhooks, clock, ApiMetrics.requests(meters)));
        ApiSettings.Listener metrics = settings.metrics();
        if (metrics != null) {
            server.putSocket(METRICS, socket -> socket.host(metrics.host()).port(metrics.port()));
            server.routing(METRICS, routing -> routing.register(MetricsPage.PATH, new MetricsPage(meters)));
        }
        this.server = server.build();
    }

    void start() {
        server.start();
    }

    int port() {
        return server.port();
    }

    /** Where metrics are told; -1 for nowhere. */
    int metricsPort() {
        return server.port(METRICS);
    }

    @Override
    public void close() {
        server.stop();
    }

    private static HttpRouting.Builder routing(
            ApiSettings settings,
            PartitionOwners owners,
            CommandSender sender,
            Workflows workflows,
            Webhooks webhooks,
            InstantSource clock,
            RequestMeter meter) {
        ApiSettings.Limits limits = settings.limits();
        ApiSettings.Outbound outbound = settings.outbound();
        Shell shell = new Shell(
                new ApiKeys(settings.keys()),
                JobTokens.of(settings.keyset()),
                new Readiness(owners::ready),
                new BodyReader(limits.maxBodyBytes()),
                meter);
        Commands commands = new Commands(sender, settings.partitions(), clock);
        Reads reads = new Reads(owners, settings.partitions(), limits.readTimeout());
        Idempotency idempotency = new Idempotency(settings.keyset());
        CallbackFields callbacks = new CallbackFields(
                new OutboundUrls(outbound.allowHttp(), AddressPolicy.allowing(outbound.allowedNetworks())),
                SecretBox.of(settings.keyset()));
        LaunchCheck launches = new LaunchCheck(workflows, limits.maxParamsBytes());
        JobCreation jobs = new JobCreation(callbacks, launches, commands, idempotency);
        return HttpRouting.builder()
                .register(
                        "/health", new HealthRoutes(() -> !workflows.dead(), () -> owners.ready() && workflows.reads()))
                .register(
                        "/v1/schedules",
                        new ScheduleRoutes(shell, callbacks, launches, commands, reads, idempotency, clock))
                .register("/v1/jobs", new JobRoutes(shell, jobs, commands, reads))
                .register(
                        "/v1/workflows", new WorkflowRoutes(shell, callbacks, workflows, commands, reads, idempotency))
                .register("/v1/webhooks", new WebhookRoutes(shell, callbacks, webhooks, commands, idempotency))
                .register("/v1/deliveries", new DeliveryRoutes(shell, commands, reads, settings.partitions()))
                .any(shell.unknownRoute());
    }
}
