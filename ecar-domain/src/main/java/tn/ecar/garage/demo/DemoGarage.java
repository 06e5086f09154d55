package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.outbox.Reminders;
import tn.ecar.garage.persistence.Transactions;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.garage.vehicle.VehicleData;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Fills an empty garage with a believable workshop of two years, the same one for the same day:
 * everything goes through the use cases and their rules, each thing at its own moment of the past.
 * Only the passwords of the staff differ from run to run.
 */
@ApplicationScoped
public class DemoGarage {
  private static final long SEED = 20_260_101L;
  private static final int YEARS = 2;
  private static final int A_BATCH = 25;
  private static final int ORDERS_A_REPORT = 250;
  private static final int QUOTES = 8;
  private static final List<OrderState> OPEN =
      List.of(
          OrderState.READY,
          OrderState.READY,
          OrderState.QUALITY_CHECK,
          OrderState.WAITING_APPROVAL,
          OrderState.WAITING_PARTS,
          OrderState.WAITING_PARTS,
          OrderState.IN_PROGRESS,
          OrderState.IN_PROGRESS,
          OrderState.IN_PROGRESS,
          OrderState.APPROVED,
          OrderState.ESTIMATED,
          OrderState.ESTIMATED,
          OrderState.CANCELLED,
          OrderState.DRAFT,
          OrderState.DRAFT);

  private final Transactions transactions;
  private final GarageClock time;
  private final Customers customers;
  private final Vehicles vehicles;
  private final StaffAccounts staff;
  private final Invoices invoices;
  private final DemoCalendar calendar;
  private final Reminders reminders;
  private final DemoStock stock;
  private final DemoWorkshop workshop;

  @Inject
  public DemoGarage(
      Transactions transactions,
      GarageClock time,
      Customers customers,
      Vehicles vehicles,
      StaffAccounts staff,
      Invoices invoices,
      DemoCalendar calendar,
      Reminders reminders,
      DemoStock stock,
      DemoWorkshop workshop) {
    this.transactions = transactions;
    this.time = time;
    this.customers = customers;
    this.vehicles = vehicles;
    this.staff = staff;
    this.invoices = invoices;
    this.calendar = calendar;
    this.reminders = reminders;
    this.stock = stock;
    this.workshop = workshop;
  }

  /** For the container's client proxy. */
  protected DemoGarage() {
    this(null, null, null, null, null, null, null, null, null, null);
  }

  /**
   * Fills the garage unless it has customers already.
   *
   * @param tell gets the lines of progress, and once each account's password
   */
  public void fillIfEmpty(DemoScale scale, Consumer<String> tell) {
    if (transactions.inOne(() -> customers.search(null, PageRequest.of(0, 1))).total() > 0) {
      tell.accept("the garage has customers already: nothing is added");
      return;
    }
    long begin = System.nanoTime();
    Random random = new Random(SEED);
    LocalDate today = LocalDate.ofInstant(time.now(), GarageClock.ZONE);
    LocalDate first = today.minusYears(YEARS);
    List<Long> technicians = DemoStaff.open(transactions, staff, tell);
    DemoRun run = new DemoRun(at(first, 7, this::fitOut), technicians);
    List<DemoCar> cars = receive(scale, random, first, tell);
    liveThrough(DemoVisit.draw(random, cars, scale.orders(), today), run, tell);
    openQuotes(random, cars, run, today);
    openOrders(random, cars, run, today);
    int booked = at(today, 7, () -> calendar.book(cars, technicians, today));
    at(today, 7, () -> stock.expectGoods(run.shelves()));
    int reminded = time.at(time.now(), reminders::round);
    tell.accept(booked + " appointments ahead, " + reminded + " reminders written");
    tell.accept("done in " + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
  }

  /** Runs the work in one transaction, as of an hour of a day. */
  private <T> T at(LocalDate day, int hour, java.util.function.Supplier<T> work) {
    Instant moment = day.atTime(hour, 0).atZone(GarageClock.ZONE).toInstant();
    return time.at(moment, () -> transactions.inOne(work));
  }

  private DemoStock.Shelves fitOut() {
    invoices.changeSeller(
        "Garage Ben Youssef",
        "12, rue des Entrepreneurs, Charguia II",
        "Ariana",
        "1458712B/A/M/000",
        "71940250");
    calendar.furnish();
    return stock.fillShelves();
  }

  private List<DemoCar> receive(
      DemoScale scale, Random random, LocalDate first, Consumer<String> tell) {
    DemoPeople people = new DemoPeople(random);
    List<Long> ids = new ArrayList<>();
    List<DemoCar> cars = new ArrayList<>();
    for (int done = 0; done < scale.customers(); done += A_BATCH) {
      int size = Math.min(A_BATCH, scale.customers() - done);
      at(first, 8, () -> ids.addAll(customersOf(people, size)));
    }
    tell.accept(ids.size() + " customers");
    // Nine of ten cars come within the first four months, the others later.
    List<LocalDate> days = new ArrayList<>();
    for (int i = 0; i < scale.vehicles(); i++) {
      days.add(first.plusDays(random.nextInt(random.nextInt(10) == 0 ? 600 : 120)));
    }
    days.sort(Comparator.naturalOrder());
    for (int i = 0; i < days.size(); i++) {
      LocalDate day = days.get(i);
      int km = 5_000 + random.nextInt(180_000);
      int perDay = 12 + random.nextInt(70);
      long owner = i < ids.size() ? ids.get(i) : ids.get(random.nextInt(ids.size()));
      VehicleData data = people.vehicle(owner, first.getYear(), km);
      long id = at(day, 8, () -> vehicles.receive(data)).getId();
      cars.add(new DemoCar(id, day, km, perDay));
    }
    tell.accept(cars.size() + " vehicles, " + DemoCatalogue.PARTS.size() + " parts");
    return cars;
  }

  private List<Long> customersOf(DemoPeople people, int size) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      CustomerData data = people.customer();
      ids.add(customers.receive(data).getId());
    }
    return ids;
  }

  private void liveThrough(List<DemoVisit> visits, DemoRun run, Consumer<String> tell) {
    LocalDate day = LocalDate.MIN;
    Instant from = Instant.MIN;
    int done = 0;
    for (DemoVisit visit : visits) {
      // One after the other from half past eight, so that invoices keep the order of their days.
      boolean sameDay = visit.day().equals(day);
      day = visit.day();
      from = sameDay ? from.plus(Duration.ofMinutes(12)) : morning(day);
      Instant moment = from;
      transactions.inOne(
          () -> {
            workshop.live(visit, run, moment);
            return visit;
          });
      run.next();
      done++;
      if (done % ORDERS_A_REPORT == 0 || done == visits.size()) {
        tell.accept(done + " of " + visits.size() + " orders finished and invoiced, up to " + day);
      }
    }
  }

  private static Instant morning(LocalDate day) {
    return day.atTime(LocalTime.of(8, 30)).atZone(GarageClock.ZONE).toInstant();
  }

  private void openOrders(Random random, List<DemoCar> cars, DemoRun run, LocalDate today) {
    LocalDate yesterday = today.minusDays(1);
    Instant from = yesterday.atTime(15, 0).atZone(GarageClock.ZONE).toInstant();
    int count = Math.min(OPEN.size(), cars.size());
    for (int i = 0; i < count; i++) {
      DemoCar car = cars.get(cars.size() - 1 - i);
      DemoVisit visit =
          new DemoVisit(
              yesterday, car, DemoCatalogue.JOBS.get(random.nextInt(DemoCatalogue.JOBS.size())));
      Instant moment = from.plus(Duration.ofMinutes(6L * i));
      OrderState until = OPEN.get(i);
      Instant back = today.atTime(10 + i % 8, 30).atZone(GarageClock.ZONE).toInstant();
      transactions.inOne(
          () -> {
            long order = workshop.open(visit, run, moment, until);
            if (until.isOpen()) {
              workshop.promise(order, moment, back);
            }
            return order;
          });
      run.next();
    }
  }

  private void openQuotes(Random random, List<DemoCar> cars, DemoRun run, LocalDate today) {
    LocalDate day = today.minusDays(2);
    for (int i = 0; i < Math.min(QUOTES, cars.size()); i++) {
      DemoVisit visit =
          new DemoVisit(
              day, cars.get(i), DemoCatalogue.JOBS.get(random.nextInt(DemoCatalogue.JOBS.size())));
      Instant moment = morning(day).plus(Duration.ofHours(i));
      int turn = i;
      transactions.inOne(
          () -> {
            workshop.offer(visit, run, moment, turn);
            return visit;
          });
    }
  }
}
