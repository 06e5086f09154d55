package tn.ecar.pool.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Md5Test {

  @Test
  void hashes_as_postgresql_does() {
    // select 'md5' || md5('secret' || 'alice')
    assertThat(Md5.hash("alice", "secret").text()).isEqualTo("md54a0a68b43b6cd5cf266fa02f196e2371");
  }

  @Property
  void a_response_proves_its_own_hash_and_salt_only(
      @ForAll String user,
      @ForAll String password,
      @ForAll @Size(4) byte[] salt,
      @ForAll @Size(4) byte[] other) {
    Secret.Md5Hash hash = Md5.hash(user, password);
    String response = Md5.response(hash, salt);

    assertThat(response).matches("md5[0-9a-f]{32}");
    assertThat(Md5.proves(response, hash, salt)).isTrue();
    assertThat(Md5.proves(response, Md5.hash(user, password + "x"), salt)).isFalse();
    if (!Arrays.equals(salt, other)) {
      assertThat(Md5.proves(response, hash, other)).isFalse();
    }
  }
}
