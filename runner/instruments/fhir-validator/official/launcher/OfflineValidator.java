import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r5.terminologies.client.TerminologyClientContext;
import org.hl7.fhir.r5.utils.validation.constants.ReferenceValidationPolicy;
import org.hl7.fhir.utilities.FhirPublication;
import org.hl7.fhir.utilities.TimeTracker;
import org.hl7.fhir.utilities.VersionUtil;
import org.hl7.fhir.utilities.http.HTTPHeader;
import org.hl7.fhir.utilities.http.HTTPRequest;
import org.hl7.fhir.utilities.http.HTTPResult;
import org.hl7.fhir.utilities.http.ManagedWebAccess;
import org.hl7.fhir.validation.ValidationEngine;
import org.hl7.fhir.validation.http.FhirValidatorHttpService;
import org.hl7.fhir.validation.instance.advisor.BasePolicyAdvisorForFullValidation;
import org.hl7.fhir.validation.service.StandAloneValidatorFetcher;
import org.hl7.fhir.validation.service.model.InstanceValidatorParameters;

/**
 * HL7's validator as an HTTP service on loopback, from the jars on Maven Central, that asks nobody but the terminology server it was
 * told of. The validator's own command line cannot be used: it wants more jars and fetches packages.
 *
 * <p>Takes the words that the npm package fhir-validator-wrapper passes: server PORT -tx URL|n/a -txLog FILE -version V -ig PACKAGE …
 * and ours: -home FOLDER, the parent of `.fhir/packages`, and -answers FOLDER, where this process alone keeps what a terminology
 * server told it: by default all processes of a machine share one, whatever server they ask. Prints `ready PORT` when it listens, and
 * ends when its input is closed, so that it does not outlive its parent.
 */
public final class OfflineValidator {
  private static final String CORE = "hl7.fhir.r4.core#4.0.1";

  private String version = "4.0.1";
  private int port;
  private URL terminology;
  private String answers;
  private final List<String> packages = new ArrayList<>();

  public static void main(String[] words) throws Exception {
    OfflineValidator launcher = new OfflineValidator();
    launcher.read(words);
    launcher.start();
  }

  private void read(String[] words) throws IOException {
    for (int i = 0; i + 1 < words.length; i += 2) {
      String value = words[i + 1];
      switch (words[i]) {
        case "server" -> port = Integer.parseInt(value);
        case "-version" -> version = value;
        case "-ig" -> packages.add(value);
        case "-home" -> System.setProperty("user.home", new File(value).getAbsolutePath());
        case "-answers" -> answers = value;
        case "-tx" -> terminology = value.equals("n/a") ? null : URI.create(value).toURL();
        case "-txLog" -> { }
        default -> throw new IllegalArgumentException("unknown option " + words[i]);
      }
    }
  }

  private void start() throws Exception {
    endWithParent();
    // Without it every answer waits 40 ms for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // The wrapper takes what comes on the error stream for trouble.
    System.setProperty("org.slf4j.simpleLogger.logFile", "System.out");
    fence();
    System.out.println("FHIR Validation tool Version " + VersionUtil.getVersion());

    ValidationEngine engine = load();
    engine.setDoNative(false);
    engine.setLocale(Locale.ENGLISH);
    engine.setLanguage("en");
    engine.setLogValidationProgress(false);
    StandAloneValidatorFetcher fetcher =
        new StandAloneValidatorFetcher(engine.getPcm(), engine.getContext(), engine);
    fetcher.setReferencePolicy(ReferenceValidationPolicy.IGNORE);
    engine.setFetcher(fetcher);
    engine.getContext().setLocator(fetcher);
    engine.setPolicyAdvisor(fetcher);
    fetcher.setPolicyAdvisor(
        new BasePolicyAdvisorForFullValidation(ReferenceValidationPolicy.IGNORE, fetcher.getCheckReferencesTo()));
    engine.prepare();

    new FhirValidatorHttpService(engine, true, port).startServer();
    System.out.println("ready " + port);
    Thread.currentThread().join();
  }

  private ValidationEngine load() throws Exception {
    InstanceValidatorParameters parameters = new InstanceValidatorParameters();
    // A sandbox may well use addresses under example.org; R4 does not forbid them.
    parameters.setAllowExampleUrls(true);
    ValidationEngine.ValidationEngineBuilder builder = new ValidationEngine.ValidationEngineBuilder()
        .withVersion(version)
        .withTerminologyCachePath(answers)
        .withThoVersion(null)
        .withExtensionsVersion(null)
        // A server that was named and cannot be asked is trouble: codes would pass unasked.
        .withCanRunWithoutTerminologyServer(terminology == null)
        .withTimeTracker(new TimeTracker())
        .withUserAgent("fhir/offline")
        .withDefaultInstanceValidatorParameters(parameters);
    FhirPublication release = FhirPublication.fromCode(version);
    if (terminology != null) builder = builder.withTxServer(terminology.toString(), null, release, false);
    ValidationEngine engine = builder.fromSource(CORE);
    if (terminology == null) {
      engine.setTerminologyServer(null, null, release, false);
      // With no server the cache of terminology answers makes an answer depend on what was asked before: a system that could not be
      // told once turns every later MIME type into an error.
      engine.getContext().setCachingAllowed(false);
    }
    for (String name : packages) engine.getIgLoader().loadIg(engine.getIgs(), engine.getBinaries(), name, false);
    return engine;
  }

  /** Nothing leaves but questions to the terminology server. The setter that this needs is not there, hence the reflection. */
  private void fence() throws ReflectiveOperationException {
    if (terminology == null) {
      ManagedWebAccess.setAccessPolicy(ManagedWebAccess.WebAccessPolicy.PROHIBITED);
      return;
    }
    ManagedWebAccess.setAccessPolicy(ManagedWebAccess.WebAccessPolicy.MANAGED);
    // HL7 admits servers that passed its tests; whose server it is has decided here.
    TerminologyClientContext.setAllowNonConformantServers(true);
    ManagedWebAccess.IFhirWebAccessor asking = this::askTerminology;
    Field door = ManagedWebAccess.class.getDeclaredField("fhirWebAccessor");
    door.setAccessible(true);
    door.set(null, asking);
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();

  private HTTPResult askTerminology(HTTPRequest request) {
    URL url = request.getUrl();
    try {
      if (!url.getAuthority().equals(terminology.getAuthority())) throw new IOException("only the terminology server may be asked");
      byte[] body = request.getBody() == null ? new byte[0] : request.getBody();
      HttpRequest.Builder asking = HttpRequest.newBuilder(url.toURI())
          .timeout(Duration.ofSeconds(30))
          .method(request.getMethod().name(), HttpRequest.BodyPublishers.ofByteArray(body))
          .header("Accept", "application/fhir+json");
      if (body.length > 0 && request.getContentType() != null) asking.header("Content-Type", request.getContentType());
      HttpResponse<byte[]> answer = client.send(asking.build(), HttpResponse.BodyHandlers.ofByteArray());
      String type = answer.headers().firstValue("content-type").orElse("application/fhir+json");
      List<HTTPHeader> headers = new ArrayList<>();
      answer.headers().map().forEach((name, values) -> values.forEach(value -> headers.add(new HTTPHeader(name, value))));
      return new HTTPResult(url.toString(), answer.statusCode(), null, type, answer.body(), headers);
    } catch (IOException | java.net.URISyntaxException failed) {
      throw new UncheckedIOException(new IOException(failed));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static void endWithParent() {
    Thread watch = new Thread(() -> {
      try {
        while (System.in.read() >= 0) { }
      } catch (java.io.IOException closed) {
        // Closed is closed.
      }
      Runtime.getRuntime().halt(0);
    });
    watch.setDaemon(true);
    watch.start();
  }
}
