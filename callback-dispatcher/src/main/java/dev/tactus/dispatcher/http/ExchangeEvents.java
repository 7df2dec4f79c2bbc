package dev.tactus.dispatcher.http;

import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;

/** What can be seen of an exchange while it goes on. */
final class ExchangeEvents extends EventListener {
    private final Runnable sent;
    private volatile int status;

    /** @param sent told once the request has left completely */
    ExchangeEvents(Runnable sent) {
        this.sent = sent;
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        sent.run();
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        status = response.code();
    }

    /** The status that came; 0 before it did. */
    int status() {
        return status;
    }
}
