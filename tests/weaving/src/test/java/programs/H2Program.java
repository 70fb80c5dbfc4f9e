package programs;

import java.sql.DriverManager;

/** Fills tables of an H2 database and asks for sums, joins and orders. */
public final class H2Program {
  private H2Program() {}

  public static void main(String[] args) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:h2:mem:woven");
        var statement = connection.createStatement()) {
      statement.execute("create table team(id int primary key, name varchar)");
      statement.execute("create table player(id int primary key, team int, points int)");
      for (int i = 0; i < 10; i++) {
        statement.execute("insert into team values(" + i + ", 'team " + i + "')");
      }
      try (var insert = connection.prepareStatement("insert into player values(?, ?, ?)")) {
        for (int i = 0; i < 5_000; i++) {
          insert.setInt(1, i);
          insert.setInt(2, i % 10);
          insert.setInt(3, i * 31 % 97);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute("create index by_points on player(points)");
      try (var result =
          statement.executeQuery(
              "select t.name, count(*), sum(p.points), max(p.points) from player p join team t on"
                  + " p.team = t.id where p.points > 10 group by t.name order by 3 desc, 1")) {
        while (result.next()) {
          System.out.printf(
              "%s %d %d %d%n",
              result.getString(1), result.getInt(2), result.getInt(3), result.getInt(4));
        }
      }
    }
  }
}
