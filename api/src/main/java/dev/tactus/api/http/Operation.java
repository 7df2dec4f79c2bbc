package dev.tactus.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a route does. */
@FunctionalInterface
public interface Operation {
    /**
     * @return the body of the answer, not yet wrapped
     * @throws ApiException for every error that the client is to see
     */
    ObjectNode answer(Call call);
}
