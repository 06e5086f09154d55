package tn.ecar.pool.management;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/**
 * One sentence on an attribute or an operation of an MXBean. JMX tools find it in the feature's
 * descriptor under {@code meaning}; the pool's page in the documentation is made from it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Meaning {
  /** The sentence. */
  @DescriptorKey("meaning")
  String value();
}
