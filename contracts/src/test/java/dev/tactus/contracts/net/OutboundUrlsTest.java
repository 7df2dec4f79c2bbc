package dev.tactus.contracts.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundUrlsTest {
    private final OutboundUrls strict = new OutboundUrls(false, AddressPolicy.allowing(List.of()));
    private final OutboundUrls dev = new OutboundUrls(true, AddressPolicy.allowing(AddressPolicy.LOOPBACK));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com/hook?a=b#c",
                "HTTPS://Example.COM:8443/",
                "https://example.com./",
                "https://does-not-resolve-yet.example/",
                "https://under_score.example.com/",
                "https://8.8.8.8/",
                "https://134744072/",
                "https://[2606:4700::1111]:8443/",
                "https://xn--bcher-kva.example/",
                "https://1a.example.com/",
            })
    void acceptsPublicUrls(String url) {
        assertThat(strict.objection(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | must begin with https://
            /hook                           | must begin with https://
            ftp://example.com               | must begin with https://
            javascript:alert(1)             | must begin with https://
            http://example.com              | http is not allowed
            https:example.com               | has no host
            https:///hook                   | has no host
            https://                        | is not a URL
            https://exa mple.com            | is not a URL
            https://user@example.com        | credentials
            https://user:pass@example.com   | credentials
            https://example.com:0           | port
            https://example.com:65536       | port
            https://example.com:            | port
            https://example.com:x           | port
            https://-example.com            | neither a DNS name
            https://exa..mple.com           | neither a DNS name
            https://bücher.example          | neither a DNS name
            https://１２７.0.0.1             | neither a DNS name
            https://256.0.0.1               | neither a DNS name
            https://1.2.3.4.5               | neither a DNS name
            https://0x100000000             | neither a DNS name
            https://[fe80::1%25eth0]/       | neither a DNS name
            https://127.0.0.1               | loopback
            https://127.0.0.1.              | loopback
            https://127.1                   | loopback
            https://127.0.1                 | loopback
            https://2130706433              | loopback
            https://0x7f000001              | loopback
            https://0x7f.1                  | loopback
            https://0177.0.0.1              | loopback
            https://017700000001            | loopback
            https://00000000177.0.0.1       | loopback
            https://0                       | this network
            https://0x                      | this network
            https://169.254.169.254/latest  | link-local
            https://0xa9fea9fe              | link-local
            https://[::1]:9000/             | loopback
            https://[::ffff:127.0.0.1]      | loopback
            https://[::ffff:7f00:1]         | loopback
            https://[fd00:ec2::254]         | unique-local
            https://localhost:9000          | loopback
            https://LOCALHOST.              | loopback
            https://a.localhost             | loopback
            https://intranet                | local name
            https://printer.local           | local name
            https://metadata.google.internal| local name
            https://nas.home.arpa           | local name
            """)
    void refusesTheRestAndSaysWhy(String url, String why) {
        assertThat(strict.objection(url))
                .hasValueSatisfying(text -> assertThat(text).contains(why));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9000/hook, true",
        "http://localhost:9000/hook, true",
        "http://[::1]:9000/hook, true",
        "http://2130706433/, true",
        "http://10.0.0.1/, false",
        "http://169.254.169.254/, false",
        "http://receiver:9000/, true",
    })
    void devCallsLoopbackOverHttp(String url, boolean allowed) {
        assertThat(dev.objection(url).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void refusesWhatIsTooLong() {
        String base = "https://example.com/";
        assertThat(strict.objection(base + "a".repeat(OutboundUrls.MAX_LENGTH - base.length())))
                .isEmpty();
        assertThat(strict.objection(base + "a".repeat(OutboundUrls.MAX_LENGTH - base.length() + 1)))
                .isPresent();
    }
}
