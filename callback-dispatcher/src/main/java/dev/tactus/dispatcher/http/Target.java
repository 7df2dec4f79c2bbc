package dev.tactus.dispatcher.http;

import java.util.Optional;
import okhttp3.HttpUrl;

/** Where a request goes. */
public final class Target {
    private final HttpUrl url;

    private Target(HttpUrl url) {
        this.url = url;
    }

    /** Empty when the text is not an http or https URL. */
    public static Optional<Target> of(String url) {
        return Optional.ofNullable(HttpUrl.parse(url)).map(Target::new);
    }

    /** Scheme, host and port: what is one host to the bounds. It has no path and no query, which may hold a token. */
    public String origin() {
        return url.scheme() + "://" + url.host() + ":" + url.port();
    }

    HttpUrl url() {
        return url;
    }

    @Override
    public String toString() {
        return origin();
    }
}
