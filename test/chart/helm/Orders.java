import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Carries out orders, one a line of standard input, fields parted by tabs: {@code template <chart> <values> <result>} or
 * {@code lint <chart> <result>}. What went wrong stands in {@code <result>.error}.
 */
class Orders {
  public static void main(String[] none) throws IOException {
    String orders = new String(System.in.readAllBytes());
    Arrays.stream(orders.split("\n")).parallel().forEach(order -> carryOut(order.split("\t")));
  }

  private static void carryOut(String[] order) {
    String result = order[order.length - 1];
    try {
      write(result, order[0].equals("lint") ? lint(order[1]) : template(order[1], order[2]));
    } catch (IllegalStateException refused) {
      write(result + ".error", refused.getMessage());
    }
  }

  private static void write(String file, String text) {
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static String template(String chart, String values) {
    return new Helm(Path.of(chart))
        .template()
        .withName("jiangtu")
        .withNamespace("jiangtu")
        .withKubeVersion("1.34.0")
        .withValuesFile(Path.of(values))
        .call();
  }

  private static String lint(String chart) {
    var found = new Helm(Path.of(chart)).lint().strict().call();
    if (found.isFailed()) throw new IllegalStateException(String.join("\n", found.getMessages()));
    return String.join("\n", found.getMessages());
  }
}
