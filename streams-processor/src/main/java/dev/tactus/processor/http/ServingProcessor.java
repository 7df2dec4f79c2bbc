package dev.tactus.processor.http;

import dev.tactus.processor.ProcessorService;
import dev.tactus.processor.ProcessorSettings;
import dev.tactus.processor.TopologyFactory;
import java.time.Duration;
import org.apache.kafka.streams.state.HostInfo;

/** A processor of its own: the service, and the port on which other processes reach it. */
public final class ServingProcessor implements AutoCloseable {
    private final ProcessorService service;
    private final InternalServer server;

    private ServingProcessor(ProcessorService service, InternalServer server) {
        this.service = service;
        this.server = server;
    }

    /**
     * Opens the port, then starts the processor, which tells the port's address to the others.
     *
     * @throws dev.tactus.contracts.topic.TopicMismatchException when the topics are not as they must be
     */
    public static ServingProcessor start(ProcessorSettings settings, TopologyFactory topology) {
        ProcessorService service = new ProcessorService(settings, topology);
        InternalServer server = InternalServer.start(settings.endpoint(), service);
        try {
            service.start(server.address());
        } catch (RuntimeException e) {
            service.close();
            server.close();
            throw e;
        }
        return new ServingProcessor(service, server);
    }

    public ProcessorService service() {
        return service;
    }

    public HostInfo address() {
        return server.address();
    }

    @Override
    public void close() {
        service.close();
        server.close();
    }

    /** @return false when the processor did not stop in time */
    public boolean close(Duration within) {
        boolean closed = service.close(within);
        server.close();
        return closed;
    }
}
