package dev.tactus.contracts.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    private final AddressPolicy strict = AddressPolicy.allowing(List.of());

    @ParameterizedTest
    @CsvSource(textBlock = """
            # first and last address of each special block
            0.0.0.0,            this network
            0.255.255.255,      this network
            10.0.0.0,           private
            10.255.255.255,     private
            100.64.0.0,         CGNAT
            100.127.255.255,    CGNAT
            100.100.100.200,    CGNAT
            127.0.0.0,          loopback
            127.0.0.1,          loopback
            127.255.255.255,    loopback
            168.63.129.16,      metadata
            169.254.0.0,        link-local
            169.254.169.254,    link-local
            169.254.255.255,    link-local
            172.16.0.0,         private
            172.31.255.255,     private
            192.0.0.0,          reserved
            192.0.0.255,        reserved
            192.0.2.0,          documentation
            192.0.2.255,        documentation
            192.88.99.0,        6to4
            192.88.99.255,      6to4
            192.168.0.0,        private
            192.168.255.255,    private
            198.18.0.0,         benchmarks
            198.19.255.255,     benchmarks
            198.51.100.0,       documentation
            198.51.100.255,     documentation
            203.0.113.0,        documentation
            203.0.113.255,      documentation
            224.0.0.0,          multicast
            239.255.255.255,    multicast
            240.0.0.0,          reserved
            255.255.255.255,    reserved
            ::,                 unspecified
            ::1,                loopback
            ::2,                global unicast
            ::7f00:1,           global unicast
            64:ff9b::7f00:1,    loopback
            64:ff9b::a9fe:a9fe, link-local
            64:ff9b:1::,        NAT64
            64:ff9b:1::808:808, NAT64
            100::1,             discard
            1fff::1,            global unicast
            2001::1,            protocols
            2001:1ff:ffff::1,   protocols
            2001:db8::1,        documentation
            2002:7f00:1::,      6to4
            2002:808:808::1,    6to4
            3fff::1,            documentation
            3fff:fff:ffff::1,   documentation
            4000::1,            global unicast
            5f00::1,            global unicast
            fc00::,             unique-local
            fd00:ec2::254,      unique-local
            fdff:ffff::1,       unique-local
            fe80::1,            link-local
            febf::1,            link-local
            fec0::1,            site-local
            ff02::1,            multicast
            ffff::1,            multicast
            """)
    void refusesWhatIsNotGloballyReachable(String address, String kind) throws UnknownHostException {
        assertThat(strict.objection(InetAddress.getByName(address)))
                .hasValueSatisfying(why -> assertThat(why).contains(kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // just outside the special blocks
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "8.8.8.8",
                "64:ff9b::808:808",
                "2000::1",
                "2001:200::1",
                "2001:db7::1",
                "2001:db9::1",
                "2003::1",
                "2606:4700::1111",
                "3ffe::1",
                "3fff:1000::1",
            })
    void letsGlobalAddressesThrough(String address) throws UnknownHostException {
        assertThat(strict.objection(InetAddress.getByName(address))).isEmpty();
    }

    @Test
    void judgesMappedAddressesAsIpv4EvenInSixteenBytes() {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        mapped[12] = 127;
        mapped[15] = 1;
        assertThat(strict.objection(mapped)).contains("loopback");
        assertThat(AddressPolicy.allowing(List.of("127.0.0.0/8")).objection(mapped))
                .isEmpty();
        mapped[12] = 8;
        assertThat(strict.objection(mapped)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.0.0.1, true",
        "127.0.0.0/8, 10.0.0.1, false",
        "10.1.0.0/16, 10.1.255.255, true",
        "10.1.0.0/16, 10.2.0.0, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "0.0.0.0/0, 169.254.169.254, true",
        "0.0.0.0/0, ::1, false",
        "::1/128, ::1, true",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fc12::1, false",
        "127.0.0.0/8, 64:ff9b::7f00:1, true",
    })
    void theAllowListOpensExactlyItsBlocks(String block, String address, boolean allowed) throws UnknownHostException {
        AddressPolicy policy = AddressPolicy.allowing(List.of(block));
        assertThat(policy.objection(InetAddress.getByName(address)).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "::1/129", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/-1", "example.com/8"})
    void refusesWhatIsNotABlock(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
