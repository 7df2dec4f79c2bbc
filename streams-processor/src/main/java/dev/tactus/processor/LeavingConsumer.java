package dev.tactus.processor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * A group member that leaves whenever it is closed. Kafka Streams 4.3.1 closes the consumer of a thread that it replaces
 * with the order to remain in the group. The rebalance that the new thread asks for then waits for the dead one until its
 * session times out, and no thread of the group can commit meanwhile.
 */
final class LeavingConsumer {
    private static final CloseOptions LEAVE =
            CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);

    private LeavingConsumer() {}

    @SuppressWarnings("unchecked") // The proxy implements the interface, whatever its type arguments are.
    static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> consumer) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    try {
                        boolean close =
                                arguments != null && arguments.length == 1 && arguments[0] instanceof CloseOptions;
                        return close ? method.invoke(consumer, LEAVE) : method.invoke(consumer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
