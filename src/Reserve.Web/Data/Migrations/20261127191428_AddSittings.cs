using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Reserve.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSittings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_votes_agenda_item_id_member_user_id",
                table: "votes");

            migrationBuilder.AddColumn<int>(
                name: "round",
                table: "votes",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "confirmed_at",
                table: "commission_meetings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "draft_closed_at",
                table: "commission_meetings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "invitations",
                table: "commission_meetings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "remarks",
                table: "commission_meetings",
                type: "character varying(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ballot",
                table: "agenda_items",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "Open");

            migrationBuilder.AddColumn<string>(
                name: "heard",
                table: "agenda_items",
                type: "character varying(20000)",
                maxLength: 20000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "heard_at",
                table: "agenda_items",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "quorum",
                table: "agenda_items",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "released_for",
                table: "agenda_items",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "resolved",
                table: "agenda_items",
                type: "character varying(20000)",
                maxLength: 20000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "round",
                table: "agenda_items",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "spoken",
                table: "agenda_items",
                type: "character varying(20000)",
                maxLength: 20000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "vote_closed_at",
                table: "agenda_items",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "vote_opened_at",
                table: "agenda_items",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<uint>(
                name: "xmin",
                table: "agenda_items",
                type: "xid",
                rowVersion: true,
                nullable: false,
                defaultValue: 0u);

            migrationBuilder.CreateTable(
                name: "ballot_boxes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    agenda_item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    round = table.Column<int>(type: "integer", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", maxLength: 2000, nullable: false),
                    key_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    void_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ballot_boxes", x => x.id);
                    table.CheckConstraint("ck_ballot_boxes_told", "told_at is null or opened_at is not null");
                    table.ForeignKey(
                        name: "fk_ballot_boxes_agenda_items_agenda_item_id",
                        column: x => x.agenda_item_id,
                        principalTable: "agenda_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ballot_boxes_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "paper_signatures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    signed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    file_name = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: true),
                    content = table.Column<byte[]>(type: "bytea", nullable: true),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: true),
                    signer = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    certificate = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    issuer = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    check = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    added_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_paper_signatures", x => x.id);
                    table.CheckConstraint("ck_paper_signatures_file", "kind = 'Paper' or content is not null");
                    table.ForeignKey(
                        name: "fk_paper_signatures_papers_paper_id",
                        column: x => x.paper_id,
                        principalTable: "papers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_paper_signatures_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sitting_presences",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    came_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    left_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sitting_presences", x => x.id);
                    table.CheckConstraint("ck_sitting_presences_order", "left_at is null or left_at >= came_at");
                    table.ForeignKey(
                        name: "fk_sitting_presences_commission_meetings_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "commission_meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sitting_presences_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "opened_ballots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    box_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    choice = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opened_ballots", x => x.id);
                    table.ForeignKey(
                        name: "fk_opened_ballots_ballot_boxes_box_id",
                        column: x => x.box_id,
                        principalTable: "ballot_boxes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_opened_ballots_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sealed_ballots",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    box_id = table.Column<Guid>(type: "uuid", nullable: false),
                    territory = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    member_user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seat_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealed_ballots", x => x.id);
                    table.ForeignKey(
                        name: "fk_sealed_ballots_commission_members_seat_id",
                        column: x => x.seat_id,
                        principalTable: "commission_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sealed_ballots_ballot_boxes_box_id",
                        column: x => x.box_id,
                        principalTable: "ballot_boxes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sealed_ballots_territories_territory",
                        column: x => x.territory,
                        principalTable: "territories",
                        principalColumn: "path",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_votes_agenda_item_id_member_user_id_round",
                table: "votes",
                columns: new[] { "agenda_item_id", "member_user_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ballot_boxes_agenda_item_id_round",
                table: "ballot_boxes",
                columns: new[] { "agenda_item_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ballot_boxes_territory",
                table: "ballot_boxes",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_opened_ballots_box_id",
                table: "opened_ballots",
                column: "box_id");

            migrationBuilder.CreateIndex(
                name: "ix_opened_ballots_territory",
                table: "opened_ballots",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_paper_signatures_paper_id",
                table: "paper_signatures",
                column: "paper_id");

            migrationBuilder.CreateIndex(
                name: "ix_paper_signatures_territory",
                table: "paper_signatures",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_sealed_ballots_box_id_seat_id",
                table: "sealed_ballots",
                columns: new[] { "box_id", "seat_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sealed_ballots_seat_id",
                table: "sealed_ballots",
                column: "seat_id");

            migrationBuilder.CreateIndex(
                name: "ix_sealed_ballots_box_id_member_user_id",
                table: "sealed_ballots",
                columns: new[] { "box_id", "member_user_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sealed_ballots_territory",
                table: "sealed_ballots",
                column: "territory");

            migrationBuilder.CreateIndex(
                name: "ix_sitting_presences_meeting_id_user_id",
                table: "sitting_presences",
                columns: new[] { "meeting_id", "user_id" },
                unique: true,
                filter: "left_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_sitting_presences_territory",
                table: "sitting_presences",
                column: "territory");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "opened_ballots");

            migrationBuilder.DropTable(
                name: "paper_signatures");

            migrationBuilder.DropTable(
                name: "sealed_ballots");

            migrationBuilder.DropTable(
                name: "sitting_presences");

            migrationBuilder.DropTable(
                name: "ballot_boxes");

            migrationBuilder.DropIndex(
                name: "ix_votes_agenda_item_id_member_user_id_round",
                table: "votes");

            migrationBuilder.DropColumn(
                name: "round",
                table: "votes");

            migrationBuilder.DropColumn(
                name: "confirmed_at",
                table: "commission_meetings");

            migrationBuilder.DropColumn(
                name: "draft_closed_at",
                table: "commission_meetings");

            migrationBuilder.DropColumn(
                name: "invitations",
                table: "commission_meetings");

            migrationBuilder.DropColumn(
                name: "remarks",
                table: "commission_meetings");

            migrationBuilder.DropColumn(
                name: "ballot",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "heard",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "heard_at",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "quorum",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "released_for",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "resolved",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "round",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "spoken",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "vote_closed_at",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "vote_opened_at",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "xmin",
                table: "agenda_items");

            migrationBuilder.CreateIndex(
                name: "ix_votes_agenda_item_id_member_user_id",
                table: "votes",
                columns: new[] { "agenda_item_id", "member_user_id" },
                unique: true);
        }
    }
}
