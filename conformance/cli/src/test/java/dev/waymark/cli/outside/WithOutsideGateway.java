package dev.waymark.cli.outside;

import static org.junit.jupiter.api.extension.ExtensionContext.Namespace.GLOBAL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests the {@link OutsideGateway}: one for all, since it takes longer to start than to test.
 */
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithOutsideGateway.Extension.class)
@interface WithOutsideGateway {

  /** Starts it with the first test that wants it; JUnit closes it after the last test of all. */
  final class Extension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == OutsideGateway.class;
    }

    @Override
    public OutsideGateway resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(GLOBAL)
          .getOrComputeIfAbsent(OutsideGateway.class, _ -> start(), OutsideGateway.class);
    }

    private static OutsideGateway start() {
      try {
        return OutsideGateway.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
