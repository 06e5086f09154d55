package tn.ecar.garage.demo;

import java.math.BigDecimal;
import java.util.List;
import tn.ecar.garage.part.PartData;

/**
 * What the demo's workshop has on its shelves and does to cars: forty parts, and the jobs that use
 * them.
 */
final class DemoCatalogue {
  /** What an hour of labour costs before tax, in dinars. */
  static final String HOUR = "38.500";

  private static final String SHELVES =
      """
      HU-5W30|Huile moteur 5W30|l|24.500|60|Total Tunisie
      HU-5W40|Huile moteur 5W40|l|21.800|60|Total Tunisie
      HU-10W40|Huile moteur 10W40|l|16.900|60|Agil Energy
      HU-75W80|Huile de boîte 75W80|l|27.400|20|Total Tunisie
      LR-G12|Liquide de refroidissement G12|l|9.800|40|Agil Energy
      LF-DOT4|Liquide de frein DOT 4|l|18.600|15|Bosch Service
      LV-5L|Liquide lave-glace|l|2.400|50|Agil Energy
      FH-PSA1|Filtre à huile Peugeot/Citroën|pce|19.500|20|Purflux
      FH-REN1|Filtre à huile Renault/Dacia|pce|17.900|20|Purflux
      FH-VAG1|Filtre à huile Volkswagen/Seat|pce|22.300|15|Mann Filter
      FH-ASI1|Filtre à huile Kia/Hyundai/Toyota|pce|18.700|15|Mann Filter
      FA-001|Filtre à air|pce|32.400|25|Purflux
      FG-001|Filtre à gazole|pce|58.900|15|Bosch Service
      FE-001|Filtre à essence|pce|34.500|10|Bosch Service
      FC-001|Filtre d'habitacle|pce|29.900|20|Mann Filter
      PF-AV1|Plaquettes de frein avant (jeu)|jeu|96.000|12|Ferodo
      PF-AR1|Plaquettes de frein arrière (jeu)|jeu|84.500|10|Ferodo
      DF-AV1|Disque de frein avant|pce|118.000|12|Brembo
      DF-AR1|Disque de frein arrière|pce|98.000|8|Brembo
      MF-AR1|Mâchoires de frein arrière (jeu)|jeu|89.000|6|Ferodo
      BG-IR1|Bougie d'allumage iridium|pce|27.500|24|NGK
      BG-PR1|Bougie de préchauffage|pce|46.000|16|NGK
      BA-60|Batterie 60 Ah|pce|265.000|8|Assad
      BA-70|Batterie 70 Ah|pce|312.000|6|Assad
      KD-001|Kit de distribution|jeu|389.000|6|Gates
      CA-001|Courroie d'accessoires|pce|54.000|10|Gates
      PE-001|Pompe à eau|pce|142.000|6|SKF
      EM-001|Kit d'embrayage|jeu|498.000|4|Valeo
      AM-AV1|Amortisseur avant|pce|176.000|8|Monroe
      AM-AR1|Amortisseur arrière|pce|139.000|8|Monroe
      RO-001|Rotule de suspension|pce|48.500|10|TRW
      BS-001|Biellette de barre stabilisatrice|pce|36.900|12|TRW
      SB-001|Silentbloc de triangle|pce|24.800|12|TRW
      RR-001|Roulement de roue|pce|128.000|6|SKF
      PN-195|Pneu 195/65 R15|pce|189.000|16|STIP
      PN-205|Pneu 205/55 R16|pce|238.000|12|STIP
      AM-H7|Ampoule H7|pce|14.500|30|Valeo
      BE-001|Balais d'essuie-glace (paire)|jeu|39.900|14|Valeo
      AL-001|Alternateur échange standard|pce|540.000|2|Valeo
      DE-001|Démarreur échange standard|pce|468.000|2|Valeo
      """;

  private static final String WORK =
      """
      Vidange périodique|Échéance kilométrique|Vidange et remplacement des filtres|1|HU-5W40*4.5,FH-PSA1*1,FA-001*1
      Vidange, voyant de service allumé|Échéance kilométrique|Vidange, filtre à huile|0.8|HU-5W30*4,FH-REN1*1
      Révision complète avant départ|Échéance de révision|Révision 30 points, filtres, niveaux|2.5|HU-5W30*4.5,FH-VAG1*1,FA-001*1,FC-001*1,LV-5L*2
      Vidange de routine|Échéance kilométrique|Vidange moteur|0.75|HU-10W40*4,FH-ASI1*1
      Bruit au freinage à l'avant|Plaquettes usées à 2 mm|Remplacement des plaquettes avant|1.25|PF-AV1*1
      Vibrations au freinage|Disques avant voilés|Remplacement disques et plaquettes avant|2|DF-AV1*2,PF-AV1*1
      Le frein à main ne tient plus|Mâchoires arrière usées|Remplacement des mâchoires, réglage|1.75|MF-AR1*1,LF-DOT4*0.5
      Sifflement à l'arrière en freinant|Plaquettes arrière usées|Remplacement des plaquettes arrière|1.2|PF-AR1*1
      Ne démarre pas le matin|Batterie en fin de vie|Remplacement de la batterie, test de charge|0.5|BA-60*1
      Démarrage difficile à froid|Bougies de préchauffage hors service|Remplacement des bougies de préchauffage|1.5|BG-PR1*4
      Ratés moteur à l'accélération|Bougies d'allumage usées|Remplacement des bougies, lecture des défauts|1|BG-IR1*4
      Claquement sur les dos d'âne|Biellettes de barre stabilisatrice|Remplacement des deux biellettes|1.3|BS-001*2
      Le volant tire à droite|Rotule gauche avec du jeu|Remplacement de la rotule, réglage du train avant|1.8|RO-001*1
      Voiture instable sur route|Amortisseurs arrière fuyants|Remplacement des amortisseurs arrière|2.2|AM-AR1*2
      Bruit de roulement à l'avant|Roulement de roue avant droit|Remplacement du roulement|2|RR-001*1
      Climatisation sent mauvais|Filtre d'habitacle saturé|Remplacement du filtre, traitement du circuit|0.6|FC-001*1
      Température qui monte en ville|Pompe à eau qui fuit|Remplacement pompe à eau, purge|3|PE-001*1,LR-G12*5
      Distribution à faire à 120 000 km|Échéance kilométrique|Kit de distribution et pompe à eau|4.5|KD-001*1,PE-001*1,LR-G12*5
      Embrayage qui patine|Disque d'embrayage usé|Remplacement du kit d'embrayage|5.5|EM-001*1,HU-75W80*2
      Courroie qui couine|Courroie d'accessoires craquelée|Remplacement de la courroie|0.9|CA-001*1
      Manque de puissance|Filtre à gazole colmaté|Remplacement du filtre à gazole|0.8|FG-001*1
      Pneus avant lisses|Usure sous le témoin|Remplacement, équilibrage et parallélisme|1|PN-195*2
      Changement des quatre pneus|Usure sous le témoin|Montage et équilibrage de quatre pneus|1.6|PN-205*4
      Phare gauche éteint|Ampoule grillée|Remplacement de l'ampoule, réglage|0.3|AM-H7*1
      Essuie-glaces qui laissent des traces|Caoutchouc durci|Remplacement des balais|0.2|BE-001*1
      Voyant batterie allumé|Alternateur hors service|Échange standard de l'alternateur|1.8|AL-001*1
      """;

  static final List<PartData> PARTS = SHELVES.lines().map(DemoCatalogue::part).toList();
  static final List<Job> JOBS = WORK.lines().map(DemoCatalogue::job).toList();

  private DemoCatalogue() {}

  /** Returns how much of a part is put on the shelf at a time: four times its reorder point. */
  static BigDecimal delivery(PartData part) {
    return part.reorderPoint().multiply(BigDecimal.valueOf(4));
  }

  private static PartData part(String line) {
    String[] field = line.split("\\|", -1);
    return new PartData(
        field[0],
        null,
        field[1],
        field[2],
        new BigDecimal(field[4]),
        new BigDecimal(field[3]),
        null,
        false,
        field[5]);
  }

  private static Job job(String line) {
    String[] field = line.split("\\|", -1);
    List<Use> uses =
        List.of(field[4].split(",", -1)).stream()
            .map(use -> use.split("\\*", -1))
            .map(use -> new Use(use[0], use[1]))
            .toList();
    return new Job(field[0], field[1], field[2], field[3], uses);
  }

  /**
   * Something that is done to a car.
   *
   * @param complaint what the customer says
   * @param cause what is found
   * @param work what is done
   * @param hours labour
   * @param uses the parts
   */
  record Job(String complaint, String cause, String work, String hours, List<Use> uses) {
    /** Returns the service intervals the job serves. */
    List<String> serves() {
      if (complaint.startsWith("Révision")) {
        return List.of("Révision", "Vidange");
      }
      if (complaint.startsWith("Distribution")) {
        return List.of("Grande révision");
      }
      return complaint.startsWith("Vidange") ? List.of("Vidange") : List.of();
    }
  }

  /**
   * A part a job uses.
   *
   * @param number number of the part
   * @param quantity how much
   */
  record Use(String number, String quantity) {}
}
